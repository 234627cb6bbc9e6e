/** Somebody cancelled the run that is under way. */
export class RunCancelled extends Error {
  override readonly name = 'RunCancelled'
}
