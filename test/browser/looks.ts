/**
 * In a page: of all elements with text that look alike the first three, for what is found by looks alone. Alike are those
 * of the same colours, size and weight on the same ground. Three, because an examination passes over what something else
 * happens to lie on.
 */
export function someOfEachLook(): Element[] {
  const most = 3;
  const times = new Map<string, number>();
  const some: Element[] = [];

  /** What lies behind an element's text: the last colour that covers all before it, and what lies on that. */
  const groundOf = ({ backgroundColor, backgroundImage, opacity }: CSSStyleDeclaration, below: string) => {
    const isClear = /^rgba\(.*, 0\)$/.test(backgroundColor);
    const covers = backgroundColor.startsWith('rgb(');
    const own = [
      ...(isClear ? [] : [backgroundColor]),
      ...(backgroundImage === 'none' ? [] : [backgroundImage]),
      ...(opacity === '1' ? [] : [opacity]),
    ];
    return [...(covers && opacity === '1' ? [] : [below]), ...own].join(' ');
  };
  /** None, a single character, of which nobody says whether it is a sign or a text, or more. */
  const textOf = (element: Element): 'none' | 'one' | 'more' => {
    if (element.matches('input, textarea, select')) return 'more';
    const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const { length } = own.map(({ textContent }) => textContent?.trim() ?? '').join('');
    return length === 0 ? 'none' : length === 1 ? 'one' : 'more';
  };
  /** What may look as it likes, since nobody can use it. */
  const isOff = (element: Element): boolean =>
    [element, (element as Partial<HTMLLabelElement>).control].some(
      (one) => one?.matches(':disabled, [aria-disabled="true"]') === true,
    );
  const walk = (element: Element, below: string, wasOff: boolean): void => {
    const style = getComputedStyle(element);
    // What leaves its place to its children has no box, and is shown all the same.
    if (style.display !== 'contents' && !element.checkVisibility()) return;
    const ground = groundOf(style, below);
    const off = wasOff || isOff(element);
    const text = textOf(element);
    if (text !== 'none' && style.visibility === 'visible') {
      const { color, fontSize, fontWeight, textShadow, position } = style;
      const look = [ground, color, fontSize, fontWeight, textShadow, position, text, off].join('|');
      const time = (times.get(look) ?? 0) + 1;
      times.set(look, time);
      if (time <= most) some.push(element);
    }
    for (const child of element.children) walk(child, ground, off);
  };
  walk(document.body, '', false);
  return some;
}
