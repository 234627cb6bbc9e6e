import '@canut/elements/player'
import '@canut/elements/correction'
