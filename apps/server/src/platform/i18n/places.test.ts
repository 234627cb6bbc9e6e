import { describe, expect, test } from 'vitest'
import { countryName, languageName, listCountries, parseCountry, parseLanguage } from './places.ts'

describe('countries and languages', () => {
  test('a country is understood by its code or its name in either language, accents or not', () => {
    expect(['FR', 'fr', ' France ', 'Allemagne', 'germany', 'cote d’ivoire', 'Viêt Nam'].map(parseCountry)).toEqual([
      'FR',
      'FR',
      'FR',
      'DE',
      'DE',
      'CI',
      'VN',
    ])
  })

  test('what is no country is not taken for one', () => {
    expect(['', 'XX', 'UK', 'ZZ', 'Atlantis', '<b>', 'FR\u0000'].map(parseCountry)).toEqual([null, null, null, null, null, null, null])
  })

  test('every country has a name in both languages', () => {
    expect(listCountries('en')).toHaveLength(249)
    expect(listCountries('fr').filter(({ code, name }) => code === name)).toEqual([])
    expect(countryName('DE', 'fr')).toBe('Allemagne')
  })

  test('a language is understood by its code or its name, and written one way', () => {
    expect(['fr', 'French', 'français', 'pt-br', 'gsw'].map(parseLanguage)).toEqual(['fr', 'fr', 'fr', 'pt-BR', 'gsw'])
    expect(['', 'zz', 'klingonish', '<b>', 'x'.repeat(500)].map(parseLanguage)).toEqual([null, null, null, null, null])
    expect(languageName('pt-BR', 'en')).toBe('Brazilian Portuguese')
  })
})
