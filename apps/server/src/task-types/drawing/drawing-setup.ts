import type { Result } from '@canut/domain'
import { z } from 'zod'
import type { Issue, TaskSetup } from '../task-type.ts'
import { drawingColumns, readDrawingRow, type DrawingPayload } from './drawing-rows.ts'
import { drawingFromForm } from './drawing-screen.tsx'
import type { CommonSettings } from './drawing-settings.ts'
import { describeDrawing, drawingColumnsOf, drawingRow } from './drawing-words.ts'

interface Drawing<Settings extends CommonSettings> {
  /** the list of the response that holds what was drawn */
  readonly member: string
  readonly script: string
  readonly settings: Settings
  readonly schema: z.ZodType
  readonly check: (response: unknown, payload: unknown) => Result<unknown, Issue[]>
}

/** What all kinds of drawing do alike. */
export function drawingSetup<Settings extends CommonSettings>({ member, script, settings, schema, check }: Drawing<Settings>) {
  return {
    settings,
    scripts: [script],
    columns: drawingColumns,
    readRow: (row) => readDrawingRow(row, member, check),
    mediaNames: (payload) => [(payload as DrawingPayload).image],
    responseSchema: z.toJSONSchema(schema) as Record<string, unknown>,
    check,
    fromForm: (form) => drawingFromForm(form, member),
    categories: null,
    label: () => null,
    truthLabel: () => null,
    describe: (response, locale) => describeDrawing(response, member, settings.labels, locale),
    rowColumns: drawingColumnsOf(settings.labels),
    toRow: (response) => drawingRow(response, member, settings.labels),
  } satisfies Partial<TaskSetup>
}
