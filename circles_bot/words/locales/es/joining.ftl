### Lo que se dice en el camino a un círculo: preparar, el tablero, sumarse y dejarlo, invitaciones, Mis círculos, pausas.

## En todas partes

button-join = Sumarme
button-join-one = Sumarme a { $interest }
    .brief = Sumarme
button-undo = Deshacer
button-rhythm = Para mí ahora es …
button-pause = Pausa de { $weeks } semanas
button-end-pause = Terminar la pausa
fewer-directs = Menos de estos: pausa o retira el deseo, en Mis círculos.
fewer-answers = Esto llega una sola vez. Desde ahora las respuestas esperan en Mis círculos.
who-can-export-room = quienes tienen la propiedad de este espacio de trabajo quizá puedan exportar lo que hay en la sala
who-can-open-room =
    { $most ->
        [0] quienes administran este lugar también podrían abrir la sala
       *[other] quienes administran este lugar ({ $most } como mucho) también podrían abrir la sala
    }

not-set-up =
    Quienes cuidan de este lugar todavía no me prepararon, así que por ahora no hay nada a lo que sumarse.

    Pueden usar /steward setup; lleva dos minutos.

## Preparar

setup =
    Tres elecciones, ya adivinadas; las dos últimas pueden quedar como están. Al hacer esto otra vez puedes mover el tablero o las salas, y agregar intereses; lo que está en el tablero se queda.
    .title = Preparar los círculos
    .submit = Preparar
setup-board-placeholder = ¿Dónde está el tablero?
setup-rooms-placeholder = ¿Bajo qué canal se abren las salas?
setup-interests-placeholder = ¿De qué se puede hablar al principio?
setup-interests-more = ¿De qué más? (nada también está bien)
setup-second = ¿Quién más cuida de mí? (puede quedar vacío)
setup-pilot = ¿Quién puede sumarse por ahora?
setup-stewards-only =
    Prepararme es cosa de quienes cuidan del bot aquí. Nada cambió.
setup-no-places =
    No veo ningún canal en el que pueda escribir, así que todavía no hay nada que elegir.

    Déjame entrar en uno o dos canales y usa /steward setup otra vez.
setup-no-such-place =
    No veo uno de los canales, o bajo él no se pueden abrir salas. Nada cambió.

    Déjame verlo (Editar canal, Permisos, Ver canal) o elige otro, y vuelve a usar /steward setup.
setup-lacking =
    Todavía no puedo trabajar ahí, así que nada cambió. Permíteme lo que se nombra aquí (Editar canal, Permisos) y vuelve a usar /steward setup:
setup-place-lacks = En { $place } todavía me falta: { $lacks }
setup-no-interests =
    Ninguno de los intereses se pudo usar: un nombre tiene de 1 a 80 caracteres. Nada cambió.

    Usa /steward setup otra vez y elige al menos uno.
setup-too-many =
    Serían más de { $most } intereses. En una comunidad pequeña la gente se encuentra antes con pocos: hasta { $most } están bien al principio, y puede haber uno por cada { $each } personas que se hayan sumado. Nada cambió.

    Usa /steward setup otra vez y elige como mucho { $most }.
setup-too-many-again =
    Con los que ya están abiertos serían más de { $most } intereses; { $more ->
    [0] por ahora no hay lugar para otros además de los que están abiertos
    [one] hay lugar para uno más
   *[other] hay lugar para { $more } más
}. Puede haber uno por cada { $each } personas que se hayan sumado. Nada cambió, y lo que está abierto sigue abierto.

    Usa /steward setup otra vez con menos; /steward interests puede archivar uno.
setup-done =
    Listo. El tablero está en camino, y desde ahora miro cada semana quiénes podrían hablar; la próxima vez, el { $next }.

    Aquí tienes un anuncio que podrías publicar:
setup-repaired =
    Hecho otra vez. Cada deseo y cada círculo quedaron como estaban, y el tablero se muestra de nuevo. Vuelvo a mirar el { $next }.

    Aquí está el anuncio una vez más:
setup-announcement = «¿Te gustaría hablar de lo mismo con unas pocas personas? Elígelo en el tablero de círculos; nadie ve que lo hiciste. Cuando lo hayan elegido unas cuantas, se le pregunta a cada una en privado, y se abre una sala pequeña para quienes dicen que sí. No hay roles ni formularios, y puedes irte en cualquier momento sin decir nada.»
setup-zone-guessed = Todavía no sé tu zona horaria y me guío por UTC. Un toque en «Para mí ahora es …» la fija, para ti y para esta comunidad.
setup-named = { $who } también cuida de mí desde ahora; se lo digo en privado, y a nadie más.
setup-pilot-on = Hay una prueba en marcha: por ahora solo pueden sumarse las personas de un canal. Para terminarla, elige «Todas las personas» aquí o en /steward settings, Prueba.

## El tablero

board =
    Elige de qué te gustaría hablar. Cuando lo hayan elegido unas cuantas personas, pregunto a cada una en privado, y abro una sala pequeña para las tres a seis que digan que sí. Irse es silencioso.
    .title = Círculos
board-more =
    Más para elegir, y funciona como arriba: pregunto en privado cuando unas cuantas personas hayan elegido lo mismo.
    .title = Círculos, más intereses
board-open = { $emoji } { $interest }: abierto, adelante
board-gathering = { $emoji } { $interest }: se va juntando gente
board-talking = { $emoji } { $interest }: un círculo está hablando
board-talking-and-gathering = { $emoji } { $interest }: un círculo está hablando, y otro se va juntando
board-next-look = Miro el { $next } quiénes podrían hablar.
board-looked = Miré por última vez el { $looked }, y vuelvo a mirar el { $next }.
board-reacting = Nadie ve lo que eliges en la lista. Reaccionar con un emoji también te suma, y muestra tu nombre.
board-pilot = Por ahora esto se prueba en un grupo pequeño, las personas de un canal; solo ellas pueden sumarse. Las reacciones de las demás no tienen efecto.
pilot-outside =
    Por ahora esto se prueba en un grupo pequeño, las personas de un canal, así que nada cambió. El tablero lo dice hasta que se abra para todas; vuelve entonces y elige otra vez.

    Si te gustaría participar ya, pregunta a alguien que cuide de mí.
pilot-with-outside =
    Por ahora esto se prueba con las personas de un canal, y no todas las que nombraste están en él. No se le preguntó nada a nadie.

join-menu =
    ¿De qué te gustaría hablar? Nadie ve lo que eliges aquí.
join-nothing =
    Todavía no hay nada a lo que sumarse. Quienes cuidan del bot pueden agregar intereses con /steward setup.
join-select = Súmate: elige de qué hablar
join-option-joined = ya cuento contigo
select-part = { $what } ({ $first } – { $last })

## Sumarse y dejarlo

joined =
    Cuento contigo para **{ $interest }**; nadie lo ve. Vuelvo a mirar el { $next }.
joined-by-reaction =
    Cuento contigo para **{ $interest }**. Tu reacción se ve en el tablero, y nada más. Vuelvo a mirar el { $next }.

    Cuando haya un círculo pequeño listo, antes te pregunto en privado.
    .preview = Cuento contigo
joined-while-paused = Estás en pausa hasta el { $until }, así que antes no te pregunto nada.
joined-later = Últimamente pasaron por ti varios círculos, y está bien. Para que cada uno tenga tiempo de asentarse, busco el próximo para ti a partir del { $until }; es igual para todas las personas.
joined-already =
    Ya cuento contigo para **{ $interest }**; nada cambió. Mis círculos dice cómo va.
joined-already-seated =
    Ya estás en un círculo sobre **{ $interest }**, así que nada cambió.
left =
    Tu deseo de **{ $interest }** queda retirado, y no se le dijo a nadie. No oirás nada más de eso.
left-seated =
    Tu deseo de **{ $interest }** queda retirado, y no se le dijo a nadie.

    El círculo en el que estás sigue como está; si también quieres dejarlo, eso es igual de silencioso, en Mis círculos.
left-nothing =
    No tienes ningún deseo de **{ $interest }**, así que nada cambió.
interest-too-long =
    Ese nombre pasa de { $limit } caracteres, así que no puedo buscarlo. La lista tiene todo lo que hay.
interest-did-you-mean =
    Aquí no hay ningún interés que se llame «{ $name }». ¿Quisiste decir uno de estos?
interest-unknown =
    Aquí todavía no hay ningún interés que se llame «{ $name }». Esto es lo que hay:

## Ritmo, pausas, ayuda

rhythm-ask =
    ¿Qué parte del día es para ti ahora? Así los mensajes no llegan de noche, y es más fácil encontrar personas despiertas a la vez que tú. Solo yo lo veo.
button-morning = Mañana
button-afternoon = Tarde
button-evening = Noche
button-night = Madrugada
rhythm-told =
    Gracias. Desde ahora dejo tranquilas tus noches. Si resulta que no acierto, toca otra vez a otra hora.
rhythm-told-community = Nadie me había dicho la zona horaria de esta comunidad, así que sigue la tuya: { $zone }. La mirada semanal y las horas tranquilas de todas las personas se guían por ella; para elegir otra, mira /steward settings.
paused =
    Todo está en pausa hasta el { $until }. Antes no llega ninguna invitación ni pregunta, y tus deseos se conservan.

    Los círculos en los que estás siguen abiertos para ti, y puedes terminar la pausa en cualquier momento.
pause-ended =
    Qué bueno verte de nuevo. Tus deseos están como estaban, y cuento contigo desde la próxima vez que mire.
help-before-setup =
    Abro salas pequeñas y privadas para personas a quienes les gustaría hablar de lo mismo. Quienes cuidan de este lugar todavía no me prepararon; cuando lo hayan hecho, hay un tablero para elegir.
help =
    Abro salas pequeñas y privadas para personas a quienes les gustaría hablar de lo mismo.

    Elige algo, y nadie lo ve. Cuando esperen unas cuantas personas, pregunto a cada una en privado; quien dice que sí tiene una sala con tres a seis personas.

    No hay roles ni nada que lograr, y dejarlo es silencioso y al instante.

    Nunca leo lo que escribes. Llevo la cuenta de lo que te pido, y dejo tranquilas tus noches.

    Mis círculos muestra cómo está todo, y tiene la pausa.
    .title = Qué es esto

## Invitaciones

invitation =
    Un círculo pequeño sobre **{ $interest }** está listo. ¿Te gustaría estar en él?

    Antes de decir que sí: quienes están en la sala ven tu nombre, { $who_sees }, y lo que escribes queda con quienes lo leen.

    Hay tiempo hasta el { $until }. No contestar también está bien, y nadie ve lo que tocas.
    .title = Un círculo pequeño está listo
    .preview = Un círculo pequeño está listo
invitation-told =
    Un círculo pequeño sobre **{ $interest }** está listo y, como prefieres que no te pregunte, te guardo un lugar. Se abre en unos días, cuando las demás personas hayan contestado.

    Quienes estén en la sala verán tu nombre, { $who_sees }, y lo que escribes queda con quienes lo leen.

    «Ahora no» te saca otra vez; nadie ve lo que tocas.
    .title = Tu círculo está listo
    .preview = Tu círculo está listo
invitation-told-footer = Para que te pregunte antes, o para oír menos: /circles me.
button-accept = Sí, me gustaría
button-not-now = Ahora no
accepted =
    Bien, tu lugar queda guardado. Si suficientes personas más quieren, la sala de **{ $interest }** se abre a más tardar el { $until }, y te enteras en cualquier caso.

    Hasta entonces puedes cambiar de idea en Mis círculos.
accepted-opening =
    Bien, y con eso ya son suficientes: la sala de **{ $interest }** se abre ahora.
accepted-late =
    A ese círculo ya no se puede entrar, pero gracias: para **{ $interest }** vas al frente de la fila la próxima vez.
declined =
    Ahora no, entonces; no se le dice a nadie. Tu deseo de **{ $interest }** se conserva y salta dos semanas.

    Si cambias de idea, hay tiempo hasta el { $until }.
invitation-unknown =
    No encuentro ninguna invitación tuya detrás de este botón, así que nada cambió. Mis círculos muestra lo que está abierto.
invitation-wish-gone =
    Retiraste tu deseo de **{ $interest }**, así que nada cambió. Si al final te gustaría hablar de eso, un toque lo trae de vuelta para la próxima.
invitation-while-paused =
    Estás en pausa, y mientras tanto no se planea nada para ti. Para decir que sí al círculo sobre **{ $interest }**, termina antes la pausa; después toca sí otra vez.
invitation-seated =
    Ya estás en ese círculo sobre **{ $interest }**, así que nada cambió. Para dejarlo: Mis círculos.
invitation-over =
    Esa invitación para hablar de **{ $interest }** ya terminó, así que nada cambió. Mis círculos muestra lo que sigue.
circle-fizzled =
    El círculo sobre **{ $interest }** no llegó a formarse esta vez. Eso no dice nada de ti: hacen falta varios sí a la vez.

    Vas al frente de la fila, y vuelvo a mirar a más tardar el { $by }. No hay nada que hacer.
    .preview = Novedades de tu círculo

## Mis círculos

mine =
    Así están las cosas. Solo tú ves esto.
    .title = Mis círculos
mine-empty =
    Todavía no hay nada. Elige algo de que hablar; nadie lo ve, y te pregunto antes de que se abra nada.
    .title = Mis círculos
mine-footer = Retirar un deseo o dejar un círculo es silencioso y al instante. La pausa conserva todo y no te pregunta nada.
mine-paused = Estás en pausa hasta el { $until }; antes no llega nada mío.
mine-gathering = { $interest }: se va juntando gente. Vuelvo a mirar el { $next }.
mine-first = { $interest }: vas al frente de la fila. Vuelvo a mirar a más tardar el { $next }.
mine-skipping = { $interest }: descansa después de un «ahora no», hasta el { $until }. Un toque lo trae antes.
mine-asleep = { $interest }: duerme, para no seguir preguntándote. Un toque lo despierta.
mine-resting = { $interest }: descansa. Un toque lo despierta.
mine-circle = { $interest }: estás en un círculo que está abierto.
mine-circle-opening = { $interest }: tu círculo se está abriendo.
mine-invitation-invited = { $interest }: un círculo pequeño está listo. Antes de decir que sí: quienes están en la sala ven tu nombre, { $who_sees }, y lo que escribes queda con quienes lo leen.
mine-invitation-told = { $interest }: te guardo un lugar, como prefieres que no te pregunte. Te enteras de si se abre.
mine-invitation-accepted = { $interest }: dijiste que sí. Te enteras de si se abre.
mine-invitation-declined = { $interest }: dijiste ahora no. Si cambias de idea, un sí todavía vale mientras haya tiempo.
mine-invitation-missed = { $interest }: una invitación no pudo llegarte. Un sí ahora te pone al frente de la fila la próxima vez.
mine-later = { $interest }: tu deseo se conserva. Después de varios círculos en poco tiempo, busco el próximo a partir del { $until }.
button-leave-wish = Retirar { $interest }
    .brief = Retirar
button-leave-circle = Dejar el círculo sobre { $interest }
    .brief = Dejar

## Por qué el motor hizo lo que hizo (el panel lateral del sandbox)

why-not-set-up = Nadie preparó todavía esta comunidad: decirlo.
why-set-up = Alguien que cuida del bot eligió lugares e intereses: mostrar el tablero y planear la mirada semanal.
why-setup-refused = No es alguien que cuida del bot, no se eligió nada que sirva, o más de lo que puede haber: nada cambia.
why-joined = Desea un círculo sobre { $interest }: guardar el deseo, y no decirlo a nadie.
why-joined-already = Ya lo desea: nada cambia.
why-interest-unknown = Ningún interés abierto tiene ese nombre: ofrecer los más cercanos.
why-left = Retiró su deseo de { $interest }: terminarlo en seguida y en silencio.
why-left-nothing = No hay deseo que retirar: nada cambia.
why-reaction-remembered = La reacción no cambia ningún deseo: solo recordar que está o que ya no.
why-board-read = El tablero difiere de lo que se vio la última vez: tomar la diferencia.
why-board-shown = El tablero tiene novedades y se mostró hace una hora o más: mostrarlo de nuevo.
why-held-answer = Sus horas tranquilas terminaron: enviar la respuesta que esperaba.
why-rhythm-told = La hora que dijo hace que su zona horaria sea { $zone }.
why-paused = Hizo una pausa: nada que no haya pedido le llega hasta el { $until }.
why-pause-ended = Terminó su pausa: volver a contar con esta persona.
why-direct-closed = No recibe mensajes directos: lo que decía espera en Mis círculos.
why-round-weekly = La mirada semanal: planear círculos con todas las personas que esperan.
why-round-settled = Esperan bastantes y pasó el tiempo de reposo: planear círculos.
why-round-put-off = Hubo una ronda así hace menos de un día: planear la próxima el { $until }.
why-round-left-to-weekly = La mirada semanal llega antes y mira a todas de todos modos: nada que hacer.
why-round-applied = { $circles ->
    [0] Esta vez ningún círculo: quienes esperan van antes en la próxima ronda.
    [one] Hay un círculo planeado: preguntar a cada una de sus personas en privado.
   *[other] Hay { $circles } círculos planeados: preguntar a cada una de sus personas en privado.
}
why-invitation-sent = Las horas tranquilas, la pausa y el presupuesto lo permiten: enviar la invitación.
why-invitation-held = No en horas tranquilas, ni en una pausa, ni por encima del presupuesto: retener la invitación.
why-invitation-dropped = Ya nadie espera esta respuesta: no enviar nada.
why-invitation-delivered = La invitación llegó: hay tiempo para contestar hasta el { $until }.
why-invitation-unknown = No tiene tal invitación: nada cambia.
why-invitation-wish-gone = El deseo fue retirado: el sí no da lugar a nadie.
why-invitation-paused = Está en pausa: no dar lugar a nadie sin preguntar.
why-invitation-over = La invitación terminó: nada cambia.
why-accepted = Un sí: guardar el lugar, y esperar a las demás o el plazo.
why-accepted-late = Un sí demasiado tarde para este círculo: al frente de la fila la próxima vez.
why-declined = Ahora no: se anota solo en su lugar; lo que sigue espera el plazo, igual que con el silencio.
why-circle-opens = Bastantes dijeron que sí: dar lugar a las primeras y abrir la sala.
why-circle-fizzled = Demasiado pocos sí al llegar el plazo: decirlo a quienes lo dieron, y ponerlas al frente de la fila.
why-answers-over = El tiempo para contestar terminó para el resto: dejar ir sus invitaciones.
why-outside-pilot = Hay una prueba en marcha, y no está en su canal: no sigue nada.
