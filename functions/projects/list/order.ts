import type { ListParameters } from '../../../shared/contract/routes/projects.ts';

/** In which direction the lists are read; what is sorted by amount is read the newest first. */
export const orderOf = ({ sort }: Pick<ListParameters, 'sort'>): 'newest' | 'oldest' =>
  sort === 'oldest' || sort === 'submitted' ? 'oldest' : 'newest';
