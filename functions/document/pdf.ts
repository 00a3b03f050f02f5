import { readFile } from 'node:fs/promises';
import regular from '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf';
import bold from '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf';
import type { OfficialDocument } from '../../shared/document/model.ts';
import { type Face, openFace } from '../../shared/document/pdf/faces.ts';
import { makePdfFile } from '../../shared/document/pdf/pdf-file.ts';

/**
 * The font stands beside the bundle as two files of 15 MB. Only who asks for a PDF loads this module, and with it the
 * files: once for as long as the function lives.
 */
const open = async (address: string): Promise<Face> =>
  openFace(await readFile(new URL(address, import.meta.url)));

const faces = Promise.all([open(regular), open(bold)]);

export async function pdfOf(document: OfficialDocument): Promise<Uint8Array> {
  const [regularFace, boldFace] = await faces;
  return makePdfFile(document, { regular: regularFace, bold: boldFace });
}
