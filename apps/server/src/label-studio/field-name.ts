/** The name that the field of a form has for a control. Letters, digits and _, beginning with a letter. */
export const fieldName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '_')
    .replace(/^(?![a-z])/, 'f')
