import { expect, it } from '@jest/globals';
import { fileText, sizeText } from '../../../shared/values/file-text.ts';

it.each([
  [1, '1 字节', '1 byte'],
  [1023, '1023 字节', '1023 bytes'],
  [1024, '1 KB', '1 KB'],
  [1536, '1.5 KB', '1.5 KB'],
  [1024 * 1024 - 1, '1 MB', '1 MB'],
  [20 * 1024 * 1024, '20 MB', '20 MB'],
  [1024 ** 3, '1 GB', '1 GB'],
  [5 * 1024 ** 4, '5120 GB', '5120 GB'],
])('%d bytes are %s', (bytes, zh, en) => {
  expect([sizeText(bytes, 'zh'), sizeText(bytes, 'en')]).toEqual([zh, en]);
});

it('shows what is no file as it is', () => {
  expect([fileText('x', 'zh'), fileText({ name: 'x' }, 'en')]).toEqual(['x', '{"name":"x"}']);
});
