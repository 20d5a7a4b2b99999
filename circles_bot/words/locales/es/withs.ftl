### Con: un círculo de personas elegidas, de la pregunta a la sala.

## La sala de personas elegidas, donde sus palabras difieren de las de otras

topic-anything = lo que salga
circle-left-with =
    Dejaste el círculo sobre **{ $interest }**. No se lo dije a nadie, y no oirás nada más de él por mí.

    La sala en sí te la dejo a ti. { $leaving_room }
circle-not-for-me-with =
    Gracias por decirlo. Dejaste el círculo sobre **{ $interest }**; no se lo dije a nadie.

    La sala en sí te la dejo a ti. { $leaving_room }
closed-alone-with =
    En tu círculo sobre **{ $interest }** solo quedas tú, así que cerré su sala. No hay nada que hacer.
    .preview = Novedades de tu círculo
room-failed-with =
    Tu círculo sobre **{ $interest }** estaba listo, pero no pude abrir su sala. Es cosa nuestra, no tuya. Puedes preguntar otra vez a las mismas personas.
    .preview = Novedades de tu círculo
season-question-with =
    Termina una temporada. ¿Qué les gustaría ahora? Seguir con estas personas, o descansar. Las dos son buenas respuestas.
    .preview = ¿Seguir o descansar?
season-question-quiet-with =
    Ha estado tranquilo aquí, y está bien. ¿Qué les vendría bien ahora: seguir con estas personas, o descansar? Las dos son buenas respuestas.
    .preview = ¿Seguir o descansar?

## Preguntar, y que te pregunten

with-form =
    A cada persona se le pregunta en privado si quiere, y ve que eres tú quien pregunta. Con dos basta. Nadie sabe a quién más se preguntó antes de que exista la sala.
    .title = Hablar con quien elijas
    .submit = Preguntarles
with-who = ¿Con quién?
with-topic = ¿Sobre qué? (puede quedar vacío)
with-asked =
    Pregunto a { $people } en privado, a cada quien cuando le venga bien, sobre **{ $topic }**. Con un sí se abre una sala para ustedes, a más tardar el { $until }; antes, si todas dijeron que sí.

    Te enteras de la sala, o con una línea de que esta vez no llegó a formarse. De nadie se dice nunca que haya dicho que no.
with-question =
    A { $asker } le gustaría hablar contigo y quizá con unas pocas personas más, sobre **{ $topic }**. Si quieres, se abre una sala pequeña y privada.

    Antes de decir que sí: quienes están en la sala ven tu nombre, { $who_sees }, y lo que escribes queda con quienes lo leen.

    Ahora no, o no contestar, está bien y no se le dice a nadie. Puedes contestar hasta el { $until }.
    .preview = A alguien le gustaría hablar contigo
with-accepted =
    Cuento contigo. Una sala sobre **{ $topic }** se abre cuando todas hayan dicho que sí, o el { $until } con quienes lo dijeron.
with-declined =
    Anotado, y no se le dice a nadie. Si cambias de idea, puedes hasta el { $until }.
with-not-this-time =
    Hablar de **{ $topic }** con las personas que pensaste no llegó a formarse esta vez. Puedes preguntar de nuevo, a ellas o a otras.
    .preview = Novedades de un círculo que deseaste
with-unknown =
    No encuentro esa pregunta, así que nada cambió.
with-over =
    Esa pregunta ya terminó, así que nada cambió.
with-while-paused =
    Pausaste todo, así que no se preguntó ni cambió nada. Si quieres, termina antes la pausa.
with-nobody =
    Elige al menos a otra persona; todavía no se preguntó nada.
with-too-many =
    Un círculo de personas elegidas es pequeño: tú y como mucho { $limit } más. Todavía no se preguntó nada.
with-topic-long =
    Un tema tiene como mucho { $limit } caracteres. Todavía no se preguntó nada.
with-enough =
    Preguntaste { $limit } veces en una semana, que es lo máximo que transmito. La próxima puede salir el { $again }. Ahora no se preguntó nada.
button-with-yes = Me gustaría
mine-with = A { $asker } le gustaría hablar contigo y quizá con unas pocas personas más, sobre { $topic }. Antes de decir que sí: quienes están en la sala ven tu nombre, { $who_sees }, y lo que escribes queda con quienes lo leen. Puedes contestar hasta el { $until }; no contestar también está bien.

command-circles-with = Hablar con quien elijas; a cada persona se le pregunta en privado
    .name = con
    .example = /circles with Ana, Ben: fanzines
command-circles-handoff = Seguir en otro lado con alguien de un círculo
    .name = seguir
    .example = /circles handoff Ana

## Por qué el motor hizo lo que hizo (el panel lateral del sandbox)

why-with-refused = Así no se puede preguntar: decir por qué, y no cambiar nada.
why-with-asked = A quienes se puede preguntar se les pregunta en privado, cuando les venga bien.
why-with-not-asked = No se pregunta: parece silencio.
why-with-held = Horas tranquilas o su presupuesto: preguntar más tarde.
why-with-sent = Las horas tranquilas y su presupuesto lo permiten: preguntar.
why-with-unknown = No hay tal pregunta para esta persona: nada cambia.
why-with-over = Eso terminó: nada cambia.
why-with-no = Un no no se guarda en ningún lado; es igual que el silencio.
why-with-paused = Una pausa no lleva a nadie consigo: nada cambia.
why-with-yes = Un sí; se decide al llegar el plazo, o cuando todas hayan dicho que sí.
why-with-all = Todas dijeron que sí: decidir ahora.
why-with-opens = Dos o más dijeron que sí: abrirles una sala.
why-with-not-this-time = Muy pocas dijeron que sí: una línea neutral, y no se nombra a nadie.
why-with-forgotten = Se olvida a quién se preguntó, una semana después de que terminó.
why-with-waits = No recibe mensajes: la pregunta espera en Mis círculos.
