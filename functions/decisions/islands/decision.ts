import { guardUnsent } from '../../../shared/pages/unsent.ts';
import './attaching.ts';
import './code.ts';
import './cuts.ts';
import './opinions.ts';
import './typed.ts';

guardUnsent();
