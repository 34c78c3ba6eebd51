@rem `npm start` says `exec node …`: a shell that stays in between would keep signals from the server. Windows lacks it.
@%*
