import type { AttachmentView } from '../../contract/views.ts';
import { renderInto } from '../render-into.ts';
import { attachingWords } from '../words/attaching.ts';
import { acceptOf, typeOf } from './accepted.ts';
import { AttachedItem } from './attached-item.tsx';
import { type Coming, ComingItem } from './coming-item.tsx';
import { canDigest } from './digest.ts';
import { pastedName } from './pasted-name.ts';
import { itemsOf, listOf, nameIn, PLACE, placeAt, placeOf, renumberFiles, roomIn, takesOf } from './place.ts';
import { turnsOf } from './turns.ts';
import { type Around, Upload } from './upload.ts';
import { watch } from './watch.ts';
import { whyNot } from './why-not.ts';

/** So many are sent at the same time: more would only share the line. */
const AT_ONCE = 3;

const lang = document.documentElement.lang === 'en' ? 'en' : 'zh';
const words = attachingWords[lang];

/** Removes an attachment where it is kept. @returns whether it is gone from there */
type RemoveFile = (id: string) => Promise<boolean>;

/**
 * Lets files be chosen, dropped and pasted at the fields of a form that take them, and brings them to where they are
 * kept. What the form posts of them are hidden inputs, so that whoever saves it needs to know nothing of files.
 * @param ready settles with the address of the attachments, once there is one
 * @param remove where a page that is opened anew has all that was sent, not what was saved with it
 */
export function startAttaching(
  form: HTMLFormElement,
  ready: () => Promise<string>,
  remove?: RemoveFile,
): void {
  // Without hashes nothing can be sent from here; the buttons lead to where an ordinary form takes files.
  if (canDigest()) new Attaching(form, ready, remove);
}

class Attaching {
  private readonly form: HTMLFormElement;
  private readonly ready: () => Promise<string>;
  private readonly remove: RemoveFile | undefined;
  private readonly chooser: HTMLInputElement;
  private readonly uploads = new Map<HTMLElement, Upload>();
  private readonly watched = new WeakSet<HTMLElement>();
  private readonly around: Around;
  private choosing: HTMLElement | undefined;
  private arrived = 0;
  private failed = 0;
  /** What was chosen, and what the same bytes are called here already. */
  private renamed: string[] = [];

  constructor(form: HTMLFormElement, ready: () => Promise<string>, remove: RemoveFile | undefined) {
    this.form = form;
    this.ready = ready;
    this.remove = remove;
    this.around = {
      ready,
      digestTurn: turnsOf(1),
      sendTurn: turnsOf(AT_ONCE),
      twinOf: (upload, id) => this.twinOf(upload, id),
      show: ({ item, file, name }, coming) => this.show(item, { name, size: file.size }, coming),
      words,
    };
    this.chooser = makeChooser();
    // The style sheet shows what is possible only now.
    form.dataset.attaching = '';
    this.followButtons();
    this.followDrops();
    this.followPastes();
    this.followLeaving();
    this.watchAll();
    this.takeOver();
  }

  /** What was chosen before the script was there, by the way that goes without one and is hidden now. */
  private takeOver(): void {
    for (const plain of this.form.querySelectorAll<HTMLInputElement>(`${PLACE} input[type="file"]`)) {
      const files = [...(plain.files ?? [])];
      const place = plain.closest<HTMLElement>(PLACE);
      plain.value = '';
      if (place && files.length > 0) this.add(place, files);
    }
  }

  private followButtons(): void {
    this.form.addEventListener('click', (event) => {
      const button = event.target instanceof Element ? event.target.closest('button') : null;
      const place = button?.closest<HTMLElement>(PLACE);
      if (!button || !place) return;
      const item = button.closest<HTMLElement>('li');
      if (button.matches('[data-attach]')) this.choose(place);
      else if (!item) return;
      else if (button.matches('[data-retry]')) this.uploads.get(item)?.wake();
      else this.takeOut(place, item);
      event.preventDefault();
    });
    this.chooser.addEventListener('change', () => {
      const files = [...(this.chooser.files ?? [])];
      // The same file can be chosen again, after it was put right.
      this.chooser.value = '';
      if (this.choosing) this.add(this.choosing, files);
    });
    // A row that came back brings its files and their uploads with it.
    this.form.addEventListener('input', ({ target }) => {
      if (target instanceof Element && target.matches('[data-list]')) this.watchAll();
    });
    window.addEventListener('online', () => {
      for (const upload of this.uploads.values()) upload.wake();
    });
    window.addEventListener('focus', () => {
      for (const upload of this.uploads.values()) upload.wake();
    });
  }

  private choose(place: HTMLElement): void {
    this.choosing = place;
    this.chooser.accept = acceptOf(place.dataset.ends?.split(' '));
    this.chooser.multiple = Number(place.dataset.most) > 1;
    this.chooser.click();
  }

  private followDrops(): void {
    let lit: HTMLElement | null = null;
    const light = (place: HTMLElement | null): void => {
      lit?.classList.remove('drop-here');
      place?.classList.add('drop-here');
      lit = place;
    };
    const holdsFiles = ({ dataTransfer }: DragEvent): boolean =>
      dataTransfer?.types.includes('Files') ?? false;
    document.addEventListener('dragover', (event) => {
      if (!holdsFiles(event)) return;
      // Beside a field the browser would leave the page for the file.
      event.preventDefault();
      light(this.placeFor(event.target));
      if (event.dataTransfer) event.dataTransfer.dropEffect = lit ? 'copy' : 'none';
    });
    document.addEventListener('dragleave', ({ relatedTarget }) => {
      if (relatedTarget === null) light(null);
    });
    document.addEventListener('drop', (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      const place = this.placeFor(event.target);
      light(null);
      if (place) this.add(place, [...(event.dataTransfer?.files ?? [])]);
    });
  }

  private followPastes(): void {
    document.addEventListener('paste', (event) => {
      if (this.form.inert) return;
      const { clipboardData, target } = event;
      const files = [...(clipboardData?.files ?? [])];
      // Cells of a spreadsheet come as text and as a picture of it: in a field, the text is meant.
      const types = target instanceof Element && target.matches('input, textarea');
      if (files.length === 0 || (types && clipboardData?.types.includes('text/plain'))) return;
      const place = this.placeFor(target) ?? this.form.querySelector<HTMLElement>(`${PLACE}:not(.row *)`);
      if (!place) return;
      event.preventDefault();
      this.add(place, files, true);
      place.scrollIntoView({ block: 'nearest' });
    });
  }

  private followLeaving(): void {
    const isRunning = (): boolean => [...this.uploads.keys()].some(({ isConnected }) => isConnected);
    window.addEventListener('beforeunload', (event) => {
      if (isRunning()) event.preventDefault();
    });
    // Before all others that listen: none of them is to save and go on.
    this.form.addEventListener(
      'submit',
      (event) => {
        if (!isRunning()) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        this.tell(words.waitFirst);
      },
      { capture: true },
    );
  }

  private placeFor(target: EventTarget | null): HTMLElement | null {
    const place = placeAt(target);
    return place && this.form.contains(place) && !this.form.inert ? place : null;
  }

  private add(place: HTMLElement, files: readonly File[], isPasted = false): void {
    const fold = place.closest('details');
    if (fold) fold.open = true;
    for (const item of itemsOf(place)) if (item.dataset.failed !== undefined) this.drop(item);
    const taken = files.slice(0, Math.max(0, roomIn(place)));
    const left = files.length - taken.length;
    for (const file of taken) this.addOne(place, file, isPasted);
    if (left > 0) this.tell(words.tooMany(Number(place.dataset.most), left));
    else if (this.uploads.size > 0) this.tell(words.running);
    else this.tellEnd();
  }

  private addOne(place: HTMLElement, file: File, isPasted: boolean): void {
    const names = itemsOf(place).map(nameIn);
    const name = isPasted ? pastedName(file, new Date(), names, lang) : file.name;
    const shown = { name, size: file.size };
    const takes = takesOf(place, this.form);
    const item = document.createElement('li');
    item.dataset.size = String(file.size);
    const type = typeOf(name, takes.ends);
    const message = whyNot(shown, takes, lang);
    listOf(place)?.append(item);
    if (message !== null || type === undefined) {
      this.fail(item, shown, message ?? '');
      return;
    }
    const upload = new Upload(file, { name, type, item }, this.around);
    this.uploads.set(item, upload);
    void upload.run().then((ended) => {
      this.uploads.delete(item);
      if (ended.kind === 'attached') this.attach(item, name, ended.attachment);
      if (ended.kind === 'failed') this.fail(item, shown, ended.message);
      this.tellEnd();
    });
  }

  private show(item: HTMLElement, file: { name: string; size: number }, coming: Coming): void {
    if (!this.uploads.has(item) && coming.is !== 'failed') return;
    renderInto(item, <ComingItem lang={lang} file={file} coming={coming} />);
  }

  private fail(item: HTMLElement, file: { name: string; size: number }, message: string): void {
    this.failed += 1;
    item.dataset.failed = '';
    this.show(item, file, { is: 'failed', message });
  }

  private attach(item: HTMLElement, chosen: string, attachment: AttachmentView): void {
    this.arrived += 1;
    if (attachment.name !== chosen.normalize().trim())
      this.renamed.push(words.calledAlready(chosen, attachment.name));
    item.dataset.file = attachment.id;
    this.showAttached(item, attachment);
    this.announceChange(item);
    this.watchAll();
  }

  private showAttached(item: HTMLElement, attachment: AttachmentView): void {
    const hadFocus = item.contains(document.activeElement);
    item.dataset.status = attachment.status;
    item.dataset.size = String(attachment.size);
    void this.ready().then((base) => {
      renderInto(
        item,
        <AttachedItem
          lang={lang}
          place={placeOf(item)}
          id={attachment.id}
          file={attachment}
          standing={attachment}
          base={base}
          byScript
        />,
      );
      const place = item.closest<HTMLElement>(PLACE);
      if (place) renumberFiles(place);
      if (hadFocus) item.querySelector<HTMLElement>('button')?.focus();
    });
  }

  /** Asks after all that are not settled yet, each by one who asks. */
  private watchAll(): void {
    for (const item of this.form.querySelectorAll<HTMLElement>(`${PLACE} li[data-file][data-status]`)) {
      const { file = '', status } = item.dataset;
      if (this.watched.has(item) || (status !== 'uploaded' && status !== 'awaiting')) continue;
      this.watched.add(item);
      void this.ready()
        .then((base) => watch(`${base}/${file}`, () => item.isConnected && item.dataset.file === file))
        .then((attachment) => {
          this.watched.delete(item);
          if (attachment) this.settle(item, attachment);
        });
    }
  }

  /** What the scan said; the next save says what follows from it. */
  private settle(item: HTMLElement, attachment: AttachmentView): void {
    this.showAttached(item, attachment);
    if (attachment.status === 'refused') this.tell(words.refusedTold(attachment.name));
    const isLast = ![...this.form.querySelectorAll<HTMLElement>('li[data-status="uploaded"]')].some(
      (other) => other !== item,
    );
    if (isLast || attachment.status === 'refused') this.announceChange(item);
  }

  private twinOf(upload: Upload, id: string): string | undefined {
    const place = upload.item.closest<HTMLElement>(PLACE);
    const others = place ? itemsOf(place).filter((item) => item !== upload.item) : [];
    const twin = others.find((item) => item.dataset.file === id || this.uploads.get(item)?.digest?.id === id);
    return twin && nameIn(twin);
  }

  private takeOut(place: HTMLElement, item: HTMLElement): void {
    const items = itemsOf(place);
    const next = items[items.indexOf(item) + 1] ?? items[items.indexOf(item) - 1];
    const name = nameIn(item);
    const { file } = item.dataset;
    this.drop(item);
    renumberFiles(place);
    (next ?? place).querySelector<HTMLElement>('button:last-of-type')?.focus();
    this.tell(words.removed(name));
    if (file === undefined) return;
    this.announceChange(place);
    void this.removeFile(file, () => {
      if (next?.isConnected) next.before(item);
      else listOf(place)?.append(item);
      renumberFiles(place);
      this.announceChange(place);
      this.tell(words.notRemoved(name));
    });
  }

  /** @param putBack where it could not be: the page shows what is there */
  private async removeFile(id: string, putBack: () => void): Promise<void> {
    const isElsewhere = this.form.querySelector(`${PLACE} li[data-file="${id}"]`) !== null;
    if (this.remove && !isElsewhere && !(await this.remove(id))) putBack();
  }

  private drop(item: HTMLElement): void {
    this.uploads.get(item)?.stop();
    item.remove();
  }

  private announceChange(element: Element): void {
    element.dispatchEvent(new Event('input', { bubbles: true }));
  }

  private tellEnd(): void {
    if (this.uploads.size > 0) return;
    const told = [
      this.arrived > 0 ? words.arrived(this.arrived) : '',
      this.failed > 0 ? words.someNot(this.failed) : '',
      ...this.renamed,
    ];
    this.renamed = [];
    this.arrived = 0;
    this.failed = 0;
    if (told.some((text) => text !== '')) this.tell(told.filter((text) => text !== '').join(' '));
  }

  /** In sight and aloud, and few words at a time. */
  private tell(text: string): void {
    const note = this.form.querySelector<HTMLElement>('[data-attached-told]');
    if (note && note.textContent !== text) note.textContent = text;
  }
}

/** One window for all fields: each says what it takes before it opens. It stands outside the form, which would save for it. */
function makeChooser(): HTMLInputElement {
  const chooser = document.createElement('input');
  chooser.type = 'file';
  chooser.hidden = true;
  chooser.dataset.chooser = '';
  document.body.append(chooser);
  return chooser;
}
