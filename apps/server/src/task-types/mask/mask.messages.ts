import { catalogue } from '../../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    title: 'Paint areas',
    summary: 'People paint the pixels of things in a picture: road and sky, every single leaf, the damage on a wing.',
    instances: 'Every thing is a region of its own',
    instancesHint: 'Unticked: all that has the same label is one region, such as sky or road.',
  },
  fr: {
    title: 'Peindre des zones',
    summary: 'Les personnes peignent les pixels d’éléments d’une image : la route et le ciel, chaque feuille, les dégâts sur une aile.',
    instances: 'Chaque élément est une région à lui seul',
    instancesHint: 'Sans cette case, tout ce qui porte la même étiquette forme une seule région, comme le ciel ou la route.',
  },
})
