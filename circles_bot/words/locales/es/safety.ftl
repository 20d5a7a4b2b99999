### Personas con quienes prefiero no coincidir, avisos a quienes cuidan del bot, y lo que pueden hacer con uno.

## La lista de personas a evitar

avoided-none =
    No hay nadie con quien prefieras no coincidir. Puedes elegir a alguien aquí; no se le dice, y nadie lo ve.
avoided-list =
    Estas son las personas con quienes prefieres no coincidir. Nunca planeo nada en que coincidan, de ninguna manera. No se les dice, y nadie ve esta lista.

    Puedes agregar a alguien, o quitar una entrada.
avoided-since = Alguien, desde el { $since }
avoid-add-placeholder = Agregar a alguien
avoid-end-placeholder = Quitar una entrada
avoid-full =
    Tu lista tiene { $limit } personas, que es lo máximo que puedo guardar, así que nada cambió. Quita una entrada para hacer lugar a otra.
button-avoided = Con quienes prefiero no coincidir

## Avisar

report-form =
    Esto va a quienes cuidan del bot y no están en este círculo. No se le dice a nadie del círculo. Se guarda 90 días, sellado, y nadie más lo lee.
    .title = Pedir que alguien mire
    .submit = Enviar
report-text = ¿Qué deberían saber? (puede quedar vacío)
report-name = ¿Pueden saber que fuiste tú?
report-name-no = No, por favor no digas quién
report-name-yes = Sí, diles mi nombre
report-passed-on-named =
    Pido a quienes cuidan del bot y no están en este círculo que miren. Ven tu nombre, como elegiste, y no se le dice a nadie del círculo.

    Si ayuda antes, puedes irte en cualquier momento, en silencio.
report-too-long =
    Eso pasa de los { $limit } caracteres que puedo transmitir, así que no se envió nada. Con unas pocas frases basta.
report-enough =
    Quienes cuidan del bot ya tienen varios avisos tuyos de hoy, así que este no se envió. El próximo puede salir el { $again }.

    Puedes irte en cualquier momento, en silencio. Si no puede esperar, puedes preguntar directamente a quienes administran este lugar.

## Lo que ve quien cuida del bot

topic-of-their-own = algo propio
reports =
    Estos están abiertos, los más antiguos primero. No ves avisos sobre círculos a los que te invitaron.
reports-none =
    No hay nada abierto que pueda mostrarte. Los avisos sobre círculos a los que te invitaron van a otras personas.
report-line = { $number }. { $when }, sobre un círculo de **{ $interest }**
report-open =
    { $when }, sobre un círculo de **{ $interest }**:
report-words = { $text }
report-no-words = No agregó palabras, solo el deseo de que alguien mire.
report-who = De { $who }, a quien no le importa que lo sepas.
report-who-unsaid = No puedo decir quién fue.
report-ask = Contesta con un toque; le llega en privado. No se dice tu nombre.
report-told = Contestado: { $answer }
report-unknown =
    Aquí no hay ningún aviso que pueda mostrarte. Nada cambió.
report-answered-already =
    Alguien que cuida del bot ya contestó este. Nada cambió.
report-answer-done =
    Sobre lo que contaste a quienes cuidan del bot: gracias. Alguien miró, y está atendido.
    .preview = Una respuesta para ti
report-answer-more =
    Sobre lo que contaste a quienes cuidan del bot: gracias. Les gustaría saber más; escribe a una de esas personas si quieres, y solo entonces.
    .preview = Una respuesta para ti
report-answer-watching =
    Sobre lo que contaste a quienes cuidan del bot: gracias. Alguien miró y seguirá pendiente.
    .preview = Una respuesta para ti
button-report-open = Abrirlo
button-report-number = Abrir { $number }
    .brief = Abrir
button-report-done = Miré, está atendido
button-report-more = Me gustaría saber más
button-report-watching = Sigo pendiente
button-close-room = Cerrar esta sala con cuidado
button-keep-room = Dejarla abierta, al final
button-hold = Dejar a alguien fuera de círculos nuevos
close-chosen =
    Esa sala se cierra el { $when } con las gracias de siempre, como cualquier círculo que termina; no se da ninguna razón. Nada de lo que hay en ella se pierde.
close-kept =
    La sala sigue abierta. Nadie notó nada.
close-over =
    Ese círculo ya terminó, así que no hay nada que cerrar.

## Dejar a alguien fuera de círculos nuevos

hold =
    Durante ese tiempo no entra en ningún círculo nuevo. No se le dice, los círculos en los que está siguen como están, y sus deseos se conservan.
    .title = Fuera de círculos nuevos
    .submit = Guardar
hold-who = ¿A quién?
hold-how-long = ¿Por cuánto tiempo?
hold-weeks = { $weeks } semanas
hold-end = Ya no
held =
    Anotado, hasta el { $until }. No se le dice a nadie. Para terminarlo antes, elige a esa persona otra vez y «Ya no».
hold-ended =
    Anotado: nada la deja fuera de círculos nuevos. No se le dice a nadie.
mine-kept = **{ $interest }**: tu deseo se conserva, y por ahora no hay nada planeado.

command-circles-avoid = Con quienes prefieres no coincidir; no se le dice a nadie
    .name = evitar
    .example = /circles avoid
command-steward-reports = Avisos que esperan que alguien mire
    .name = avisos
    .example = /steward reports
command-steward-hold = Dejar a alguien fuera de círculos nuevos por un tiempo
    .name = apartar
    .example = /steward hold

## Por qué el motor hizo lo que hizo (el panel lateral del sandbox)

why-avoid-full = Su lista está llena: nada cambia.
why-avoidance-ended = Quitó una entrada de su propia lista.
why-report-refused = Es demasiado largo: no se envía nada.
why-report-enough = Varios avisos en un día: este no se envía.
why-report-unknown = No hay tal aviso para esta persona: nada cambia.
why-report-answered = Una respuesta lista va a quien avisó, sin el nombre de quien contesta.
why-report-answered-already = Contestado antes: nada cambia.
why-report-expired = Guardado 90 días, y ahora se deja ir.
why-close-chosen = Quien cuida del bot cierra la sala en la próxima hora en punto, para que la hora no diga nada.
why-close-kept = La sala sigue abierta, al final.
why-close-over = Ese círculo terminó: nada que hacer.
why-closed-kindly = Cerrada por quien cuida del bot: gracias, cerrar, y cada deseo vuelve a esperar.
why-held = Fuera de círculos nuevos hasta esa fecha; no se le dice a nadie.
why-stewards-only = Solo pueden quienes cuidan del bot: nada cambia.
