import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');
const { rooms }: { rooms: string[] } = await import(join(root, '.dependency-cruiser.mjs'));

it('every room of shared/ has its place in the order that imports follow', () => {
  process.stdout.write(`The rooms, from the ground up: ${rooms.join(' < ')}\n`);
  expect(readdirSync(join(root, 'shared')).toSorted()).toEqual(rooms.toSorted());
});
