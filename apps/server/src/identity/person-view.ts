import type { PersonView } from '@canut/contract'
import type { Person } from '../platform/http/env.ts'
import { publicId } from '../platform/ids.ts'

export function personView({ id, name, email, locale, isMember, isSteward }: Person): PersonView {
  return { id: publicId('per', id), name, email, locale, isMember, isSteward }
}
