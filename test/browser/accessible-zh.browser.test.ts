import { pagesCanBeUsedByEveryone } from './accessible.ts';

pagesCanBeUsedByEveryone('zh');
