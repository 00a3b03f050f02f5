/** The settings of a deployment that sets none: most tests depend on none of them. */
export const usualSettings = {
  FORMS: 'project-declaration',
  COLLECTIVE_THRESHOLD_FEN: null,
  CODE_THRESHOLD_FEN: null,
  LAPSE_DAYS: 60,
  CONTACT: '',
} as const;
