### Lo que es de cada persona: todo lo que se guarda sobre ella, y que se la olvide.

command-circles-export = Todo lo que guardo sobre ti, enviado a ti
    .name = exportar
    .example = /circles export
command-circles-forget = Que se olvide todo lo que hay sobre ti
    .name = olvidar
    .example = /circles forget

button-my-data = Mis datos
button-export = Envíamelo antes
button-forget-me = Sí, olvídame

nothing-kept =
    No guardo nada sobre ti aquí, así que no hay nada que enviar ni que olvidar.

## Exportar

export-on-its-way =
    Te llega como mensaje directo: todo lo que guardo sobre ti, como página para leer y como archivo para programas.

    Si tus mensajes directos están cerrados para mí, ábrelos y pídelo otra vez.
export =
    Esto es todo lo que guardo sobre ti aquí, a esta hora: una página para leer, y lo mismo como archivo para programas.

    Lo que otras personas me contaron, sobre ti o sobre cualquiera, es suyo y no está aquí. Esto no se envió a nadie más.
    .preview = Lo que pediste está listo
export-footer = Lo pediste con /circles export; nada parecido llega sin que lo pidas.
export-title = Lo que circles-bot guarda sobre ti
export-intro = Todo lo que hay, tabla por tabla, a fecha de { $at }. Las horas son UTC. Lo que otras personas contaron al bot es suyo y no está aquí.
export-nothing = Nada.
export-sealed-ask = Este archivo está sellado. Escribe las palabras que te dieron con él:
export-sealed-open = Abrir
export-sealed-wrong = Estas no son las palabras de este archivo. Busca una letra mal escrita y prueba otra vez.
export-addresses = El identificador de tu cuenta en la plataforma
export-members = Tú, como te conoce el bot
export-opt_ins = De qué te gustaría hablar
export-standing_reactions = Tus reacciones en el tablero
export-seats = Círculos a los que te invitaron o en los que estuviste
export-tap_answers = Tus toques bajo preguntas
export-check_ins = Cómo te resultaron los círculos
export-meetings = A quiénes conociste en círculos
export-avoidances = Con quienes prefieres no coincidir
export-co_signs = Intereses propuestos que te gustarían
export-words_given = Palabras que diste, o que te dieron, para un interés confidencial
export-reports = Lo que contaste a quienes cuidan del bot
export-withs = Con quienes deseaste hablar
export-with_asks = Con quienes te preguntaron si querías hablar
export-hand_offs = Seguir en otro lado
export-timers = Lo que el bot mirará por ti, y cuándo
export-effects = Lo que el bot está por decirte, o te dijo desde ayer

## Olvídame

forget-ask =
    Si tocas sí, te olvido en seguida: de qué te gustaría hablar, tus círculos y respuestas, a quiénes conociste y con quiénes prefieres no coincidir, y el identificador de tu cuenta. Tu lugar queda libre, no se le dice a nadie, y tu círculo sigue.

    Lo que queda: lo que escribiste en las salas está con quienes lo leyeron, y las salas abiertas muestran tus toques hasta tres días más. Si alguien prefiere no coincidir contigo, o si tu reacción sigue en el tablero, guardo eso como un número que no dice nada sin mi clave, para que ninguna de las dos cosas cambie porque te fuiste.

    Esto no se puede deshacer. Puedes sumarte de nuevo cuando quieras, como alguien nuevo.
forgotten =
    Aquí ya no hay nada tuyo. Esto es lo último que oyes de mí, a menos que te sumes otra vez.

    Las salas en sí te las dejo a ti. { $leaving_room } En el tablero, quita tu reacción si todavía hay una.

why-nothing-kept = no se sabe nada de esta persona
why-exported = sus datos son suyos
why-forgotten = pidió que se la olvidara, dos veces
why-tidied = alguien que tocó aquí fue olvidado hace unos días
