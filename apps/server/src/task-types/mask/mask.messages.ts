import { catalogue } from '../../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    title: 'Paint areas',
    summary: 'People paint the pixels of things in a picture: road and sky, every single leaf, the damage on a wing.',
    instances: 'Every thing is a region of its own',
    instancesHint: 'Unticked: all that has the same label is one region, such as sky or road.',
    coarse:
      'Pictures above 24 megapixels are painted in squares of 2 × 2 pixels, above 96 megapixels of 3 × 3: a browser cannot hold more. COCO and PNG exports say which pictures that was.',
  },
  fr: {
    title: 'Peindre des zones',
    summary: 'Les personnes peignent les pixels d’éléments d’une image : la route et le ciel, chaque feuille, les dégâts sur une aile.',
    instances: 'Chaque élément est une région à lui seul',
    instancesHint: 'Sans cette case, tout ce qui porte la même étiquette forme une seule région, comme le ciel ou la route.',
    coarse:
      'Les images de plus de 24 mégapixels se peignent par carrés de 2 × 2 pixels, au-delà de 96 mégapixels de 3 × 3 : un navigateur ne peut pas en tenir davantage. Les exports COCO et PNG disent pour quelles images.',
  },
})
