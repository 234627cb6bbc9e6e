import { previewAsTyped } from '../wizard/preview.ts'

const form = document.getElementById('wizard')
const panel = document.getElementById('preview')
if (form instanceof HTMLFormElement && panel !== null) previewAsTyped(form, panel)
