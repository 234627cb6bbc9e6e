import { sayHowSure } from '../results/how-sure.ts'

const form = document.getElementById('how-sure')
if (form instanceof HTMLFormElement) sayHowSure(form)
