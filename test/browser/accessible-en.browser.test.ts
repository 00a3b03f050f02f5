import { pagesCanBeUsedByEveryone } from './accessible.ts';

pagesCanBeUsedByEveryone('en');
