### Lo que se dice cuando un círculo crece, se hace pequeño o empieza con pocos; ofertas de algo cercano; preguntas elegidas.

## Una persona más

button-more = ¿Una persona más?
need-more =
    ¿Te gustaría que hubiera una persona más en este círculo? Solo pasa cuando todas las personas que están aquí lo han tocado. Nadie ve quién lo ha hecho, y si no llega a ser, no se dice nada.

    Después pregunto a alguien en privado, la próxima vez que mire. Quien se sume ve sus nombres y puede leer lo que se escribió aquí.
button-more-yes = Sí, una más
button-more-no = Mejor no, al final
more-noted =
    Anotado, y nadie lo ve. Si a todas las personas de aquí les gustaría, pregunto a alguien en privado cuando vuelva a mirar; si no, no se dice nada.
more-taken-back =
    Retirado, y nadie lo ve.

invitation-late =
    Un círculo sobre **{ $interest }** guarda un lugar, y a todas las personas que están en él les gustaría que hubiera una más. ¿Quieres ocuparlo?

    Antes de decir que sí: quienes están en la sala ven tu nombre, { $who_sees }, y lo que escribes queda con quienes lo leen.

    Hay tiempo hasta el { $until }. No contestar también está bien, y nadie ve lo que tocas.
    .title = Hay un lugar libre
    .preview = Un círculo pequeño está listo
accepted-late-seat =
    Bien, el lugar es tuyo. La sala de **{ $interest }** se abre para ti cuando casi todas las personas estén despiertas, a más tardar el { $when }.
room-joined =
    Se suma a este círculo: { $people }. Saluden cuando les venga bien.
    .preview = Alguien se ha sumado a tu círculo

## Un círculo que se ha hecho pequeño

shrunk-question =
    ¿Le haría bien a este círculo una persona más? ¿O prefieren seguir como está, o descansar? Las tres son buenas respuestas.
    .preview = ¿Una persona más, seguir o descansar?
shrunk-question-footer = Solo yo veo lo que tocas, y puedes cambiarlo durante unos días. Una persona más llega solo si a todas las de aquí les gustaría; no tocar nada es seguir como está.
shrunk-question-over =
    ¿Una persona más, seguir como está o descansar? Eso ya está decidido; Mis círculos muestra lo que sigue para ti.
shrunk-noted-one-more =
    Anotado: una persona más. Puedes cambiarlo hasta el { $until }. Si a todas las personas de aquí les gustaría, pregunto a alguien en privado cuando vuelva a mirar.
shrunk-noted-carry-on =
    Anotado: seguir como está. Puedes cambiarlo hasta el { $until }.
button-one-more = Una persona más
button-carry-on-as-it-is = Seguir como está

## Dos que quieren los dos

invitation-two =
    Por ahora solo son dos quienes quieren hablar de **{ $interest }**. ¿Te gustaría empezar con dos, con un lugar guardado para más?

    Empieza solo si las dos personas quieren. Antes de decir que sí: la otra ve tu nombre, { $who_sees }, y lo que escribes queda con quienes lo leen.

    Hay tiempo hasta el { $until }. No contestar también está bien: simplemente sigues esperando, y nadie ve lo que tocas.
    .title = ¿Empezar con dos?
    .preview = Un círculo pequeño está listo
accepted-two =
    Bien. Si la otra persona también quiere, la sala de **{ $interest }** se abre a más tardar el { $until }; si no, simplemente sigues esperando, y no hay nada que hacer.

    Hasta entonces puedes cambiar de idea en Mis círculos.
accepted-opening-later =
    Bien, y con eso ya son suficientes: la sala de **{ $interest }** se abre cuando casi todas las personas estén despiertas, el { $when }.

## Algo cercano

near-offer =
    Todavía no hubo un círculo sobre **{ $interest }** para ti, y tu deseo sigue en pie. ¿Te gustaría hablar de **{ $near }** mientras tanto? Un toque y también cuento contigo para eso.
    .preview = Algo cercano a lo que deseaste
mine-near = Mientras tanto, quizá te guste { $interest }; tus otros deseos siguen en pie.

## El fin de una temporada en que una mezcla nueva no traería caras nuevas

again-question =
    Termina una temporada. ¿Les gustaría seguir con estas mismas personas, o descansar? Son tan pocas las demás que esperan esto que una mezcla nueva no traería caras nuevas. Las dos son buenas respuestas.
    .preview = ¿Seguir o descansar?
again-question-footer = Solo yo veo lo que tocas, y puedes cambiarlo durante unos días. No tocar nada es descansar; un descanso termina cuando tú digas.
again-question-over =
    ¿Seguir o descansar? Eso ya está decidido; Mis círculos muestra lo que sigue para ti.

## Consultas donde llegan a menudo

check-in-footer-often = Deja esta sin contestar y no llega ninguna más hasta la próxima temporada. Menos de todo esto: Mis círculos.

## La próxima pregunta

button-pick-next = Elijo la próxima pregunta
button-talking = Estamos hablando, espera un poco
pick-choose =
    ¿Una de estas, entonces? Llega la próxima vez que yo preguntaría algo aquí, y nadie ve quién la eligió, a menos que quieras.
pick-option = { $prompt }
    .brief = Esta
pick-nothing =
    No queda ninguna pregunta que no hayan tenido aquí, así que nada cambió. Si quieres preguntar algo, la sala está ahí.
pick-noted =
    Anotado. Llega la próxima vez que yo preguntaría algo aquí, y nadie ve quién la eligió.
pick-noted-named =
    Anotado. Llega la próxima vez que yo preguntaría algo aquí, con tu nombre.
button-pick-named = Di que es mía
room-prompt-picked = Por elección de { $people }: { $prompt }
    .preview = Una pregunta ligera en tu círculo
talking-noted =
    Bien. No me meto hasta el { $until }; después, este botón vuelve a estar aquí.

## Por qué el motor hizo lo que hizo (el panel lateral del sandbox)

why-more-noted = Anotado en su propio lugar: no pasa nada antes de que lo hayan tocado todas las personas de la sala.
why-seat-opened = A todas las personas de la sala les gustaría una más: una ronda posterior puede preguntar a alguien. No se dice nada.
why-late-seat-taken = Un sí al lugar libre: que entre cuando casi toda la sala esté despierta.
why-late-seat-filled = Ya está en la sala: decir quién se ha sumado, en una línea.
why-late-seat-gone = Mientras tanto se fue, o el círculo se cerró: nada que decir.
why-shrunk-not-now = Tiene el tamaño que un círculo necesita, guarda un lugar o pronto se le pregunta de todos modos: nada que hacer.
why-asked-when-shrunk = Hace unos días se hizo pequeño: preguntar por una persona más, seguir como está o descansar; nunca quién ni cuántas.
why-shrunk-carries-on = No todas las personas querrían una más: sigue como está.
why-pair-waits-on = No dijeron que sí las dos: simplemente siguen esperando, y no se le dice a nadie.
why-picked = Eligió la próxima pregunta: llega cuando de todos modos llegaría una.
why-pick-offered = Mostrarle tres preguntas que la sala no ha tenido.
why-pick-unknown = Esa pregunta está usada o no se conoce: nada cambia.
why-talking = Dice que están hablando: ninguna pregunta por un tiempo.
why-room-talks = Alguien dijo que están hablando: no meterse, y volver a mirar el { $when }.
why-post-gone = Ese mensaje ya no está: olvidar dónde estaba; una pregunta que nadie puede contestar se hace de nuevo.
