import { lookAgain } from '../next-task/look-again.ts'

const section = document.getElementById('look-again')
if (section !== null) lookAgain(section)
