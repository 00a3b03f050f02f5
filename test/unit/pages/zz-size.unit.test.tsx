import { it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { documentsIn } from './page-samples.tsx';
it('x', () => { for (const [n, h] of documentsIn('zh')) if (n.startsWith('form')) console.log(n, gzipSync(h).length); });
