import './cuts.ts';
import './opinions.ts';
