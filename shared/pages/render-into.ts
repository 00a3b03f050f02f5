import { render, type VNode } from 'preact';

/** The containers that a script has taken over. */
const taken = new WeakSet<Element>();

/** Renders into a part of the page. What the server wrote there is no tree of the script's: it begins anew, once. */
export function renderInto(container: HTMLElement, content: VNode): void {
  if (!taken.has(container)) container.replaceChildren();
  taken.add(container);
  render(content, container);
}
