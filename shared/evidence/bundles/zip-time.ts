/** The first moment that ZIP can tell: the same content then gives the same bytes, whenever it is packed. */
export const ZIP_TIME = new Date(1980, 0, 1);
