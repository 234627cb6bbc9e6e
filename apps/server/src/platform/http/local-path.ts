/** A path of this instance; anything else (another site, a scheme) becomes the home page. */
export function localPath(value: unknown): string {
  return typeof value === 'string' && /^\/(?![/\\])[^\u0000-\u001f\\]*$/.test(value) ? value : '/'
}
