import { writeFileSync } from 'node:fs';
import { RULE_BOOK, ruleBookPage } from './rule-book.ts';

writeFileSync(RULE_BOOK, ruleBookPage());
