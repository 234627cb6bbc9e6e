/** A number given on the command line. Ends the program with a sentence when it is not one that can be used. */
export function numberOption(
  name: string,
  given: string,
  { min, max, whole = true }: { min: number; max: number; whole?: boolean },
): number {
  const value = given.trim() === '' ? Number.NaN : Number(given)
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value
  console.error(`--${name} must be ${whole ? 'a whole number ' : ''}from ${min} to ${max}, got "${given.slice(0, 40)}"`)
  return process.exit(1)
}
