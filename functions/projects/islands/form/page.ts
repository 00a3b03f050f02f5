import { isChanged } from '../../../../shared/pages/unsent.ts';
import { formWords } from '../../words/form.ts';

export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What is typed or chosen in. */
export const CONTROLS = 'input:not([type="hidden"]), textarea:not([data-paste]), select';

/** The words of the page's language. */
export const words = formWords[document.documentElement.lang === 'en' ? 'en' : 'zh'];
export const lang = document.documentElement.lang === 'en' ? 'en' : 'zh';

export const controlsIn = (element: ParentNode): Control[] => [
  ...element.querySelectorAll<Control>(CONTROLS),
];

/** The control of a row's field, by the field's key. */
export const controlOf = (row: ParentNode, key: string): Control | undefined =>
  controlsIn(row).find(({ name }) => name.endsWith(`.${key}`));

export const isFilled = (control: Control): boolean => control.value.trim() !== '';

/** Whether the page was asked for, and is none that was left and came back. */
const isNewlyOpened = (): boolean =>
  performance.getEntriesByType('navigation').every((entry) => Reflect.get(entry, 'type') === 'navigate');

/**
 * What somebody typed in before the script was there to see it. What a browser brings back by itself, of a page that was
 * left, is nobody's typing: the form takes none of it, but where a list is offered.
 */
export const typedIn = (form: HTMLFormElement): Control[] =>
  controlsIn(form).filter(
    (control) => isChanged(control) && (control.autocomplete !== 'on' || isNewlyOpened()),
  );

/** Whether a row, or a section, has something in it: typed, chosen or attached. */
export const isBegun = (element: ParentNode): boolean =>
  controlsIn(element).some(isFilled) || element.querySelector('li[data-file]') !== null;

/** Tells the form's other parts that inputs changed without being typed into. */
export const announceChange = (element: Element): void => {
  element.dispatchEvent(new Event('input', { bubbles: true }));
};
