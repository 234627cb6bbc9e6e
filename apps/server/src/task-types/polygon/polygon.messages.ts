import { catalogue } from '../../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    title: 'Outline things, or trace lines',
    summary: 'People follow the outline of each thing in a picture, corner by corner, or trace lines such as lanes and cables.',
    kind: 'What is drawn',
    kinds: { polygon: 'Closed outlines', polyline: 'Lines of several points', line: 'Straight lines from end to end' },
    mayCross: 'Outlines may cross themselves',
  },
  fr: {
    title: 'Détourer, ou suivre des lignes',
    summary:
      'Les personnes suivent le contour de chaque élément d’une image, coin après coin, ou tracent des lignes comme des voies et des câbles.',
    kind: 'Ce qui est dessiné',
    kinds: { polygon: 'Des contours fermés', polyline: 'Des lignes à plusieurs points', line: 'Des lignes droites d’un bout à l’autre' },
    mayCross: 'Les contours peuvent se croiser eux-mêmes',
  },
})
