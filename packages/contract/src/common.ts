import { z } from 'zod'

/** An amount of money: micro-units (1 € = 1,000,000) as digits, so that no reader rounds it. */
export const MoneyView = z.object({ micros: z.string().regex(/^-?\d+$/), currency: z.string().length(3) })
export type MoneyView = z.infer<typeof MoneyView>

export const publicIdOf = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}_[0-9a-f]{32}$`), `${prefix}_ and 32 hexadecimal digits`)

export const InstantView = z.iso.datetime()
