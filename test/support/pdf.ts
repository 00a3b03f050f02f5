import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium';

/** Reads PDF files by the engine that browsers show them with. Measures are points from the page's top left. */

const resolve = createRequire(import.meta.url).resolve;

let opened: Promise<WrappedPdfiumModule> | undefined;

function openEngine(): Promise<WrappedPdfiumModule> {
  opened ??= init({ wasmBinary: readFileSync(resolve('@embedpdf/pdfium/pdfium.wasm')).buffer }).then(
    (engine) => {
      engine.PDFiumExt_Init();
      return engine;
    },
  );
  return opened;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** One line of text as it was drawn. */
export interface Run extends Box {
  readonly text: string;
  readonly font: string;
  readonly embedded: boolean;
  /** What repeats on every page: no part of the document's text. */
  readonly aside: boolean;
}

/** Grey values, row by row: 0 is black. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  readonly runs: readonly Run[];
  /** Lines and boxes. */
  readonly shapes: readonly Box[];
  readonly picture: Picture;
}

const TEXT = 1;
const PATH = 2;
const GREY = 1;
/** Pixels to a point. */
const SCALE = 2;

/** A piece of the engine's memory, for as long as `use` runs. */
function withMemory<T>({ pdfium }: WrappedPdfiumModule, bytes: number, use: (at: number) => T): T {
  const at = pdfium.wasmExports.malloc(bytes);
  try {
    return use(at);
  } finally {
    pdfium.wasmExports.free(at);
  }
}

function boundsOf(engine: WrappedPdfiumModule, object: number, height: number): Box {
  return withMemory(engine, 16, (at) => {
    engine.FPDFPageObj_GetBounds(object, at, at + 4, at + 8, at + 12);
    const [left = 0, bottom = 0, right = 0, top = 0] = [0, 4, 8, 12].map((offset) =>
      engine.pdfium.getValue(at + offset, 'float'),
    );
    return { left, right, top: height - top, bottom: height - bottom };
  });
}

/** A text that the engine writes into a buffer, of which it tells the length first. */
function textFrom(
  engine: WrappedPdfiumModule,
  encoding: 'utf16le' | 'utf8',
  write: (at: number, bytes: number) => number,
): string {
  const bytes = write(0, 0);
  return withMemory(engine, bytes + 2, (at) => {
    write(at, bytes);
    const text = Buffer.from(engine.pdfium.HEAPU8.slice(at, at + bytes)).toString(encoding);
    return text.replace(/\0$/, '');
  });
}

function isAside(engine: WrappedPdfiumModule, object: number): boolean {
  const marks = Array.from({ length: engine.FPDFPageObj_CountMarks(object) }, (_, index) =>
    engine.FPDFPageObj_GetMark(object, index),
  );
  return marks.some((mark) =>
    withMemory(engine, 64, (at) => {
      engine.FPDFPageObjMark_GetName(mark, at, 60, at + 60);
      return engine.pdfium.UTF16ToString(at) === 'Artifact';
    }),
  );
}

function runOf(engine: WrappedPdfiumModule, object: number, textPage: number, height: number): Run {
  const font = engine.FPDFTextObj_GetFont(object);
  return {
    ...boundsOf(engine, object, height),
    text: textFrom(engine, 'utf16le', (at, bytes) => engine.FPDFTextObj_GetText(object, textPage, at, bytes)),
    font: textFrom(engine, 'utf8', (at, bytes) => engine.FPDFFont_GetBaseFontName(font, at, bytes)),
    embedded: engine.FPDFFont_GetIsEmbedded(font) === 1,
    aside: isAside(engine, object),
  };
}

function pictureOf(engine: WrappedPdfiumModule, page: number, width: number, height: number): Picture {
  const [w, h] = [Math.ceil(width * SCALE), Math.ceil(height * SCALE)];
  return withMemory(engine, w * h, (at) => {
    const bitmap = engine.FPDFBitmap_CreateEx(w, h, GREY, at, w);
    engine.FPDFBitmap_FillRect(bitmap, 0, 0, w, h, 0xffffffff);
    engine.FPDF_RenderPageBitmap(bitmap, page, 0, 0, w, h, 0, 0);
    const grey = engine.pdfium.HEAPU8.slice(at, at + w * h);
    engine.FPDFBitmap_Destroy(bitmap);
    return { width: w, height: h, grey };
  });
}

function readPage(engine: WrappedPdfiumModule, file: number, index: number): PdfPage {
  const page = engine.FPDF_LoadPage(file, index);
  const textPage = engine.FPDFText_LoadPage(page);
  const [width, height] = [engine.FPDF_GetPageWidthF(page), engine.FPDF_GetPageHeightF(page)];
  const objects = Array.from({ length: engine.FPDFPage_CountObjects(page) }, (_, at) =>
    engine.FPDFPage_GetObject(page, at),
  );
  const ofType = (type: number) => objects.filter((object) => engine.FPDFPageObj_GetType(object) === type);
  const read = {
    width,
    height,
    runs: ofType(TEXT).map((object) => runOf(engine, object, textPage, height)),
    shapes: ofType(PATH).map((object) => boundsOf(engine, object, height)),
    picture: pictureOf(engine, page, width, height),
  };
  engine.FPDFText_ClosePage(textPage);
  engine.FPDF_ClosePage(page);
  return read;
}

/** @throws where it is no PDF that opens */
export async function readPdf(bytes: Uint8Array): Promise<PdfPage[]> {
  const engine = await openEngine();
  return withMemory(engine, bytes.length, (at) => {
    engine.pdfium.HEAPU8.set(bytes, at);
    const file = engine.FPDF_LoadMemDocument(at, bytes.length, '');
    if (file === 0) throw new Error('It is no PDF, or a broken one');
    const pages = Array.from({ length: engine.FPDF_GetPageCount(file) }, (_, index) =>
      readPage(engine, file, index),
    );
    engine.FPDF_CloseDocument(file);
    return pages;
  });
}

/** What the document says, without what repeats on every page. */
export const textOfPages = (pages: readonly PdfPage[]): string =>
  pages
    .flatMap(({ runs }) => runs.filter(({ aside }) => !aside))
    .map(({ text }) => text)
    .join('\n');

/** Whether there is ink within a box of the page. */
export function hasInk({ picture }: PdfPage, { left, top, right, bottom }: Box): boolean {
  for (let y = Math.max(0, Math.floor(top * SCALE)); y < Math.min(picture.height, bottom * SCALE); y++)
    for (let x = Math.max(0, Math.floor(left * SCALE)); x < Math.min(picture.width, right * SCALE); x++)
      if ((picture.grey[y * picture.width + x] ?? 255) < 128) return true;
  return false;
}
