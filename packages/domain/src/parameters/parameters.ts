/**
 * Every number that touches people, with its default. The engine reads the same table that the public page of rules
 * shows (law 5): an override in the `parameters` table changes both.
 */
export const PARAMETERS = {
  feePercent: { unit: 'percent', default: 10, min: 0, max: 50 },
  reservePercent: { unit: 'percent', default: 5, min: 0, max: 50 },
  breakMinutesPerHour: { unit: 'minutes', default: 5, min: 1, max: 30 },
  leaseMinSeconds: { unit: 'seconds', default: 120, min: 10, max: 86_400 },
  leaseEstimateFactor: { unit: 'times', default: 3, min: 1, max: 100 },
  leaseMaxRenewals: { unit: 'times', default: 40, min: 0, max: 1000 },
  leasesHeldMax: { unit: 'tasks', default: 20, min: 1, max: 100 },
  prefetchTasks: { unit: 'tasks', default: 2, min: 0, max: 10 },
  packetTasks: { unit: 'tasks', default: 10, min: 0, max: 19 },
  latePaidMax: { unit: 'responses', default: 20, min: 1, max: 1000 },
  brokenPaidMax: { unit: 'tasks', default: 10, min: 1, max: 1000 },
  turnHours: { unit: 'hours', default: 48, min: 1, max: 168 },
  sittingIdleMinutes: { unit: 'minutes', default: 30, min: 5, max: 720 },
  shareEverySeconds: { unit: 'seconds', default: 30, min: 5, max: 3600 },
  undoResponses: { unit: 'responses', default: 10, min: 0, max: 100 },
  reviewDaysMax: { unit: 'days', default: 7, min: 1, max: 7 },
} as const satisfies Record<string, { unit: string; default: number; min: number; max: number }>

export type ParameterName = keyof typeof PARAMETERS
export type Parameters = { readonly [Name in ParameterName]: number }

export function withOverrides(overrides: ReadonlyMap<string, number>): Parameters {
  const entries = Object.entries(PARAMETERS).map(([name, parameter]) => {
    const value = overrides.get(name) ?? parameter.default
    return [name, Math.min(parameter.max, Math.max(parameter.min, value))]
  })
  return Object.fromEntries(entries) as Parameters
}
