import type { Preset } from '../task-type.ts'
import { drawLetters } from './draw-letters.ts'
import { presetField } from './preset-field.ts'

interface Wanted {
  readonly text: string
  /** what such a tag may look like; the product, the price, the price before where it is reduced */
  readonly tag: readonly [product: string, price: string, before?: string]
}

const wanted: readonly Wanted[] = [
  { text: 'Farine de blé, 1 kg, la moins chère du rayon', tag: ['FARINE 1 KG', '1,15 €'] },
  { text: 'Lait demi-écrémé, 1 litre', tag: ['LAIT 1 L', '1,09 €', '1,29 €'] },
  { text: 'Six free-range eggs', tag: ['6 EGGS', '2.45 €'] },
  { text: 'Café moulu, 250 g', tag: ['CAFÉ 250 G', '3,80 €', '4,20 €'] },
  { text: 'Rice, 1 kg, any kind', tag: ['RICE 1 KG', '2.10 €'] },
]

const nameOf = (index: number): string => `tag-${String(index + 1).padStart(2, '0')}.png`

/** A photo that only the worker can take, so that no truth is known before: others check it, in a step of its own. */
export const priceTags: Preset = {
  name: 'price-tag-photo',
  title: { en: 'Photograph price tags', fr: 'Photographier des étiquettes de prix' },
  summary: {
    en: 'People photograph the tag of a product in a shop, and write its name, its price, and what it cost before if it is reduced.',
    fr: 'Les personnes photographient l’étiquette d’un produit dans un magasin, et écrivent son nom, son prix, et le prix d’avant s’il est réduit.',
  },
  sample: {
    settings: {
      material: ['text', 'image'],
      fields: [
        presetField('photo', 'Photo of the tag', 'Photo de l’étiquette', { kind: 'photo', most: 2 }),
        presetField('product', 'Name of the product, as the tag has it', 'Nom du produit, comme sur l’étiquette', { maxLength: 120 }),
        presetField('price', 'Price', 'Prix', { kind: 'number' }),
        presetField('currency', 'Currency', 'Monnaie', {
          kind: 'choice',
          choices: [
            { value: 'EUR', en: 'Euro (€)', fr: 'Euro (€)' },
            { value: 'CHF', en: 'Swiss franc', fr: 'Franc suisse' },
            { value: 'GBP', en: 'Pound (£)', fr: 'Livre (£)' },
            { value: 'other', en: 'Another one', fr: 'Une autre' },
          ],
        }),
        presetField('shop', 'Kind of shop', 'Genre de magasin', {
          kind: 'choice',
          choices: [
            { value: 'supermarket', en: 'Supermarket', fr: 'Supermarché' },
            { value: 'corner_shop', en: 'Small shop', fr: 'Petit commerce' },
            { value: 'market', en: 'Market', fr: 'Marché' },
          ],
        }),
        presetField('reduced', 'Is the price reduced?', 'Le prix est-il réduit ?', {
          kind: 'choice',
          choices: [
            { value: 'yes', en: 'Yes', fr: 'Oui' },
            { value: 'no', en: 'No', fr: 'Non' },
          ],
        }),
        presetField('price_before', 'Price before', 'Prix d’avant', { kind: 'number', when: { field: 'reduced', value: 'yes' } }),
      ],
      textLanguage: '',
      answerLanguage: '',
      keepLocation: false,
    },
    instructions: {
      en: [
        'Find the product in a shop near you and photograph its tag. The drawing shows what such a tag may look like.',
        '',
        '- The name and the price must be readable. No people and no till receipts in the picture.',
        '- Write the price as a number, without the sign of the currency.',
        '- Ask the shop if you are not sure that you may take photos. If the product is not there, skip the task: it costs you nothing.',
      ].join('\n'),
      fr: [
        'Trouvez le produit dans un magasin près de chez vous et photographiez son étiquette. Le dessin montre à quoi elle peut ressembler.',
        '',
        '- Le nom et le prix doivent être lisibles. Ni personne ni ticket de caisse sur la photo.',
        '- Écrivez le prix en chiffres, sans le signe de la monnaie.',
        '- Demandez au magasin si vous n’êtes pas sûr de pouvoir photographier. Si le produit n’y est pas, passez la tâche : cela ne vous coûte rien.',
      ].join('\n'),
    },
    rows: wanted.map(({ text }, index) => ({ text, image: nameOf(index), alt: 'Drawing of a price tag, as an example' })),
    drawings: wanted.map(({ tag }, index) => ({ name: nameOf(index), svg: drawTag(...tag) })),
  },
}

function drawTag(product: string, price: string, before?: string): string {
  const ink = '#26221e'
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="280" viewBox="0 0 480 280">' +
    '<rect width="480" height="280" fill="#8d8a85"/><rect y="36" width="480" height="16" fill="#c9c2b4"/>' +
    `<rect x="60" y="52" width="360" height="200" rx="8" fill="${before === undefined ? '#fdfbf5' : '#f6d96b'}"/>` +
    drawLetters(product, { x: 84, y: 80, height: 26, ink }) +
    drawLetters(price, { x: 84, y: 136, height: 54, ink }) +
    (before === undefined
      ? ''
      : drawLetters(before, { x: 84, y: 218, height: 18, ink }) + `<path d="M78 227H196" stroke="#b5482f" stroke-width="4"/>`) +
    '</svg>'
  )
}
