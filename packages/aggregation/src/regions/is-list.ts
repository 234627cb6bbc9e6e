/** Whether what came from outside is a list; unlike Array.isArray it leaves the type that was hoped for. */
export function isList(value: unknown): boolean {
  return Array.isArray(value)
}
