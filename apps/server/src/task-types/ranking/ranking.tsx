import type { RankingResponse } from '@canut/contract'
import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import { readMaterial } from '../shared/material.tsx'
import { excerpt, readText } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, TaskSetup, TaskType } from '../task-type.ts'
import { consolidateRankings, RANKING_METHODS } from './consolidate-rankings.ts'
import { itemsOf, setUpRankings } from './ranking-responses.ts'
import { RankingScreen } from './ranking-screen.tsx'
import { RankingSettingsFields } from './ranking-settings-fields.tsx'
import { messages } from './ranking.messages.ts'
import { sample } from './ranking.sample.ts'
import {
  dimensionsOf,
  FEWEST_ITEMS,
  MOST_ITEMS,
  rankingSettingsFromForm,
  rankingSettingsSchema,
  type RankingSettings,
} from './ranking.settings.ts'
import { denseRanks } from './ranks.ts'

type Row = Readonly<Record<string, unknown>>

const COLUMNS = Array.from({ length: MOST_ITEMS }, (_, index) => `item_${index + 1}`)

/** Two to ten things in order, from the best. */
export const ranking: TaskType = {
  name: 'ranking',
  title: { en: messages.en.title, fr: messages.fr.title },
  summary: { en: messages.en.summary, fr: messages.fr.summary },
  sample,
  presets: [],
  hasCategories: false,
  settingsSchema: z.toJSONSchema(rankingSettingsSchema, { io: 'input' }) as Record<string, unknown>,
  settingsFromForm: rankingSettingsFromForm,
  SettingsFields: RankingSettingsFields,
  setUp,
}

function setUp(input: unknown): Result<TaskSetup, Issue[]> {
  const checked = rankingSettingsSchema.safeParse(input)
  if (!checked.success) return err(issuesOf(checked.error, input))

  const settings = checked.data
  const names = dimensionsOf(settings).map(({ value }) => value)
  return ok({
    ...setUpRankings(settings),
    settings,
    scripts: ['/assets/ranking.js'],
    columns: {
      required: COLUMNS.slice(0, FEWEST_ITEMS),
      optional: ['prompt', ...COLUMNS.slice(FEWEST_ITEMS), ...rankColumns('prediction', names), ...rankColumns('truth', names).slice(1)],
      truth: 'truth',
    },
    readRow(row) {
      const issues: Issue[] = []
      const prompt = readText(row['prompt'], 'prompt', {}, issues)
      const items = readItems(row, settings, issues)
      const read = (base: RankColumn) => readRanks(row, { base, names, count: items.length, settings }, issues)
      const [prediction, truth] = [read('prediction'), read('truth')]
      if (issues.length > 0) return err(issues)
      return ok({ payload: { ...(prompt === '' ? {} : { prompt }), items, ...(prediction === null ? {} : { prediction }) }, truth })
    },
    mediaNames: (payload) => (settings.material === 'text' ? [] : [...new Set(itemsOf(payload))]),
    consolidation: {
      kind: 'responses',
      methods: RANKING_METHODS,
      consolidate: (method, given) => consolidateRankings(method, given, names),
    },
    Screen: (screen) => <RankingScreen settings={settings} screen={screen} />,
  })
}

/** The filled columns in their order; none between two may be empty, or numbers on screen and in files would differ. */
function readItems(row: Row, { material }: RankingSettings, issues: Issue[]): string[] {
  const last = COLUMNS.findLastIndex((column) => row[column] !== undefined && row[column] !== null && row[column] !== '')
  return COLUMNS.slice(0, Math.max(FEWEST_ITEMS, last + 1)).map((column) =>
    readMaterial(material, row[column], column, { required: true }, issues),
  )
}

type RankColumn = 'truth' | 'prediction'

/** One for each dimension; that of the first has no name behind it. */
const rankColumns = (base: RankColumn, names: readonly string[]): string[] =>
  names.map((name, index) => (index === 0 ? base : `${base}_${name}`))

interface RankReading {
  readonly base: RankColumn
  readonly names: readonly string[]
  readonly count: number
  readonly settings: RankingSettings
}

/** The places of the items, parallel to them: "2 1 3". Null when all cells are empty. */
function readRanks(row: Row, { base, names, count, settings }: RankReading, issues: Issue[]): RankingResponse | null {
  const columns = rankColumns(base, names)
  const dimensions = names.map((name, index) => {
    const column = columns[index] ?? base
    return { name, column, cell: readText(row[column], column, {}, issues).trim() }
  })
  if (dimensions.every(({ cell }) => cell === '')) return null
  return {
    dimensions: dimensions.map(({ name, column, cell }) => {
      const ranks = cell.split(/[\s,;]+/u).map(Number)
      const isWhole = ranks.length === count && ranks.every((rank) => Number.isInteger(rank) && rank >= 1 && rank <= count)
      if (!isWhole || (!settings.allowTie && new Set(ranks).size < count))
        issues.push({ path: column, code: 'not_a_ranking', params: { value: excerpt(cell), count } })
      return { name, ranks: denseRanks(ranks) }
    }),
  }
}
