import type { AttachmentView } from '../../contract/views.ts';
import { type Address, beginUpload } from './begin-upload.ts';
import type { Coming } from './coming-item.tsx';
import { type Digest, digestOf } from './digest.ts';
import { send } from './send.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** An address that is refused again and again is none that time mends: then it is asked for after a pause. */
const MOST_ADDRESSES = 2;

/** What an upload needs of the page around it. */
export interface Around {
  /** Settles once there is an address under which attachments are. */
  ready(): Promise<string>;
  /** One file at a time is read whole. */
  readonly digestTurn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly sendTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** What the same bytes are called where they are at this place already. */
  twinOf(upload: Upload, id: string): string | undefined;
  show(upload: Upload, coming: Coming): void;
  /** In the page's words. */
  readonly words: {
    readonly unreadable: string;
    readonly notTaken: string;
    readonly twice: (name: string) => string;
  };
}

type Ended =
  | { readonly kind: 'attached'; readonly attachment: AttachmentView }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'stopped' };

type Tried =
  | Ended
  | { readonly kind: 'again'; readonly why: 'broken' | 'busy' | 'signed-out'; readonly afterMs?: number };

const canBeRead = async (file: Blob): Promise<boolean> => {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
};

/** One file on its way: its hash, an address for it, its bytes; from the beginning again by itself where it broke off. */
export class Upload {
  digest: Digest | undefined;
  readonly file: File;
  readonly name: string;
  readonly type: string;
  readonly item: HTMLElement;
  private readonly around: Around;
  private address: Address | undefined;
  private readonly stopping = new AbortController();
  private goOn: (() => void) | undefined;

  constructor(file: File, { name, type, item }: Pick<Upload, 'name' | 'type' | 'item'>, around: Around) {
    this.file = file;
    this.name = name;
    this.type = type;
    this.item = item;
    this.around = around;
  }

  /** Ends it for good. */
  stop(): void {
    this.stopping.abort();
    this.wake();
  }

  /** Ends the pause before the next try. */
  wake(): void {
    this.goOn?.();
  }

  async run(): Promise<Ended> {
    for (let failures = 0; ; failures += 1) {
      this.around.show(this, { is: 'queued' });
      const tried = await this.around.sendTurn(() => this.attempt());
      if (this.isStopped()) return { kind: 'stopped' };
      if (tried.kind !== 'again') return tried;
      const pause = tried.afterMs ?? Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
      await this.pause(tried.why, pause);
    }
  }

  private readonly isStopped = (): boolean => this.stopping.signal.aborted;

  private async attempt(): Promise<Tried> {
    if (this.isStopped()) return { kind: 'stopped' };
    this.around.show(this, { is: 'preparing' });
    const base = await this.around.ready();
    const digest = this.digest ?? (await this.count());
    if (!digest) return { kind: 'failed', message: this.around.words.unreadable };
    const twin = this.around.twinOf(this, digest.id);
    if (twin !== undefined) return { kind: 'failed', message: this.around.words.twice(twin) };
    this.digest = digest;
    return this.deliver(base, digest);
  }

  private async count(): Promise<Digest | undefined> {
    this.around.show(this, { is: 'hashing' });
    try {
      return await this.around.digestTurn(() => digestOf(this.file));
    } catch {
      return undefined;
    }
  }

  /** Told anew each time: the answer says whether the bytes are there already, and the address may have become too old. */
  private async deliver(base: string, { sha256 }: Digest): Promise<Tried> {
    const { file, name, type, around } = this;
    for (let addresses = 0; addresses < MOST_ADDRESSES; addresses += 1) {
      const begun = await beginUpload(base, { name, type, size: file.size, sha256 });
      if (begun.kind === 'refused')
        return { kind: 'failed', message: begun.message ?? around.words.notTaken };
      if (begun.kind === 'signed-out') return { kind: 'again', why: 'signed-out' };
      if (begun.kind === 'later')
        return { kind: 'again', why: navigator.onLine ? 'busy' : 'broken', ...afterOf(begun) };
      const { attachment, upload } = begun;
      if (attachment.status !== 'awaiting' || !upload) return { kind: 'attached', attachment };
      this.address = upload;
      const became = await this.send();
      if (became === 'sent') return { kind: 'attached', attachment: { ...attachment, status: 'uploaded' } };
      if (became !== 'expired') return became;
    }
    return { kind: 'again', why: 'busy' };
  }

  private async send(): Promise<Tried | 'sent' | 'expired'> {
    const { file, around, stopping } = this;
    if (!this.address) return 'expired';
    let shown = -1;
    const tell = (part: number): void => {
      const percent = Math.floor(part * 100);
      if (percent !== shown) around.show(this, { is: 'sending', percent });
      shown = percent;
    };
    tell(0);
    const became = await send(this.address, file, tell, stopping.signal);
    switch (became) {
      case 'sent':
      case 'expired':
        return became;
      case 'stopped':
        return { kind: 'stopped' };
      case 'refused':
        return { kind: 'failed', message: around.words.notTaken };
      case 'busy':
        return { kind: 'again', why: 'busy' };
      case 'broken':
        return (await canBeRead(file))
          ? { kind: 'again', why: 'broken' }
          : { kind: 'failed', message: around.words.unreadable };
    }
  }

  /** Counts down in sight; whoever asks for it, and a network that came back, end it early. */
  private async pause(why: 'broken' | 'busy' | 'signed-out', ms: number): Promise<void> {
    const woken = new Promise<void>((settle) => {
      this.goOn = settle;
    });
    for (let left = Math.ceil(ms / 1_000); left > 0; left -= 1) {
      this.around.show(this, { is: 'waiting', why, seconds: left });
      const second = new Promise<'slept'>((settle) => setTimeout(() => settle('slept'), 1_000));
      if ((await Promise.race([second, woken])) !== 'slept') break;
    }
    this.goOn = undefined;
  }
}

const afterOf = ({ afterMs }: { readonly afterMs?: number }) => (afterMs === undefined ? {} : { afterMs });
