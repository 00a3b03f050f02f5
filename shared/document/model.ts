import type { EmbeddedContent } from './embedded-content.ts';

/**
 * The official document as data: what the print page and the Word file both show, so that they cannot differ. It is
 * Chinese in whatever language its reader has chosen: it is filed, signed and sealed.
 */
export interface OfficialDocument {
  readonly unitName: string;
  /** `2021年…项目` */
  readonly title: string;
  /** `申报稿` until it is approved. */
  readonly mark: string | null;
  /** UTC: when the last of what it says was done. */
  readonly asOf: string;
  readonly sections: readonly DocumentSection[];
  readonly identity: DocumentIdentity;
  /** What the sections were made of, for a file that is read again. */
  readonly content: EmbeddedContent;
}

export interface DocumentSection {
  /** 一 … 九; what stands after the numbered sections has none. */
  readonly number: string | null;
  /** Null where its first line says what it is: 附件：1.…. */
  readonly title: string | null;
  readonly blocks: readonly Block[];
}

export type Block = Paragraph | DocumentTable;

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: string;
}

export interface DocumentTable {
  readonly kind: 'table';
  /** What it is, for those who listen. */
  readonly label: string;
  /** The columns' widths, as parts of the whole. */
  readonly widths: readonly number[];
  /** Repeated on every page. */
  readonly head: readonly Row[];
  readonly body: readonly Row[];
  /** A table of many columns is set in smaller type. */
  readonly dense?: boolean;
  /** Room for signatures and a seal instead of lines. */
  readonly open?: boolean;
  /** Its end stands on one page with the beginning of what follows. */
  readonly leads?: boolean;
}

/** The cells that begin in this row: one that a cell above reaches into is left out, as in HTML. */
export type Row = readonly Cell[];

export interface Cell {
  /** Paragraphs are separated by line ends. */
  readonly text: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly heading?: boolean;
  readonly align?: 'center' | 'right';
}

/** What says which document this is. */
export interface DocumentIdentity {
  readonly number: string;
  readonly revision: string;
  readonly state: string;
  /** Of the content that is shown; null for a draft, which may still change. */
  readonly contentHash: string | null;
  /** Where the document is found, with the hash to be compared; the QR code says the same. */
  readonly address: string;
}

export const paragraph = (text: string): Paragraph => ({ kind: 'paragraph', text });

/** What stands above a section, null for nothing. */
export const headingOf = ({ number, title }: DocumentSection): string | null =>
  number === null || title === null ? title : `${number}、${title}`;

/** The footer of every page. */
export const footerOf = ({ number, revision, contentHash }: DocumentIdentity): string =>
  [`编号 ${number}`, revision, ...(contentHash === null ? [] : [`SHA-256 ${contentHash}`])].join(' · ');

/** The lines beside the QR code; a text has none, and says that its address is to be opened. */
export const identityLines = (identity: DocumentIdentity, how = '扫描二维码'): string[] => [
  `编号：${identity.number}（${identity.revision}，${identity.state}）`,
  ...(identity.contentHash === null
    ? ['草稿尚未提交，内容可能变动。']
    : [`内容校验（SHA-256）：${identity.contentHash}`, `${how}，可核对本件内容与系统记录是否一致。`]),
  identity.address,
];
