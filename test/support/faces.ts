import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Faces, openFace } from '../../shared/document/pdf/faces.ts';

const font = (file: string) =>
  openFace(readFileSync(createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-serif-sc/${file}`)));

/** The font that the product sets its documents in. */
export const faces: Faces = {
  regular: font('400Regular/NotoSerifSC_400Regular.ttf'),
  bold: font('700Bold/NotoSerifSC_700Bold.ttf'),
};
