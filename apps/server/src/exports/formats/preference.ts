import { membersOf, textIn } from '../../platform/members.ts'
import type { PairwiseResponse } from '@canut/contract'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { factsOf } from './row-facts.ts'

/** Pairs of a better and a worse reply, as trainers of language models take them. */
export const preference: ExportFormat = {
  name: 'preference.jsonl',
  mediaType: 'application/jsonl; charset=utf-8',
  title: { en: 'Preferences (JSON Lines)', fr: 'Préférences (JSON Lines)' },
  summary: {
    en: 'A line per comparison with prompt, chosen and rejected, to train a model with. Ties say nothing about either and are left out.',
    fr: 'Une ligne par comparaison avec prompt, chosen et rejected, pour entraîner un modèle. Les égalités ne disent rien de l’un ni de l’autre et sont laissées de côté.',
  },
  types: ['pairwise'],
  answers: ['results', 'responses'],
  write: writePreferences,
}

async function* writePreferences(rows: AsyncIterable<ExportRow>, context: ExportContext): AsyncGenerator<string, void, undefined> {
  for await (const row of rows) {
    const { payload, response } = row
    const { choice, strength } = membersOf(response) as Partial<PairwiseResponse>
    if (choice !== 'a' && choice !== 'b') continue
    const line = {
      prompt: textIn(payload, 'prompt'),
      chosen: textIn(payload, choice),
      rejected: textIn(payload, choice === 'a' ? 'b' : 'a'),
      ...(strength === undefined ? {} : { strength }),
      ...factsOf(row, context),
    }
    yield `${JSON.stringify(line)}\n`
  }
}
