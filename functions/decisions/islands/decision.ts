import './attaching.ts';
import './cuts.ts';
import './opinions.ts';
