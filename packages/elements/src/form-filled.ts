/** What a form says after it was filled from a draft: setting values says nothing. */
export const FORM_FILLED = 'canut-form-filled'
