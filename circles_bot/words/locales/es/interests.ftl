### Lo que se dice de los intereses: los confidenciales, las propuestas y apoyos, la palabra de quien sigue uno, y lo que hacen quienes cuidan del bot.

## En el tablero y en el menú para sumarse

button-private = Sumarme a algo privado
button-more-topics = Proponer o apoyar
button-propose = Proponer un tema
button-propose-private = Proponer algo privado
board-proposed = Propuesto: { $interest }. Con Proponer o apoyar lo dices en privado.
joined-neighbour = Quienes siguen { $interest } aquí, a menudo siguen también { $other }.

## Intereses confidenciales

private-not-yet =
    De algunas cosas es más fácil hablar cuando nadie sabe que una persona lo hace. Para eso hacen falta gente y tiempo: { $people } personas que se hayan sumado aquí, y { $days } días en esta comunidad para quien entre.

    Todavía no es el momento. No hay nada que hacer, y nadie ve que miraste.
private-none =
    Todavía no hay nada privado a lo que sumarse. Puedes proponer algo; solo lo leen quienes cuidan del bot, sin tu nombre.
private-list =
    Solo tú ves esto. Nada de aquí está nunca en el tablero, en una lista ni en un número, y nadie ve lo que eliges.
private-placeholder = Elige algo privado
private-before =
    Antes de decir que sí a **{ $interest }**, lo que puedo y lo que no puedo prometer:

    Cualquier persona de aquí podría sumarse como tú; con quienes te sientes verán tu nombre. Nadie más lo sabe por mí: ni quienes cuidan del bot, ni en los números.

    De una sala tuya, { $who_sees }. Lo que escribes queda con quienes lo leen.

    Quien maneja la computadora donde esto funciona podría, con esfuerzo, leer la base de datos; los intereses privados están sellados en ella.
private-asks-for-word = A este se entra con la palabra de alguien que lo sigue. Si la tienes, tu sí vale; si no, no pasa nada.
private-needs-word =
    A este se entra con la palabra de alguien que lo sigue, y todavía no tengo ninguna para ti. Nada cambió, y no se le dice a nadie que preguntaste.
private-joined =
    Cuento contigo para **{ $interest }**; nadie lo ve, ni lo verá nunca por mí. Vuelvo a mirar el { $next }.

    Cuando haya algo, escribo solo «Algo que pediste está listo». El resto llega cuando tocas.
private-once-a-season = Un círculo privado por temporada es el límite para todas las personas, así que cuento contigo a partir del { $until }.

private-ready =
    Algo que pediste está listo. Ábrelo cuando estés a solas.
    .preview = Algo que pediste está listo. Ábrelo cuando estés a solas
button-open-privately = Abrir
private-invitation =
    Un círculo pequeño sobre **{ $interest }** está listo. ¿Te gustaría estar en él?

    Antes de decir que sí: quienes están en la sala ven tu nombre, { $who_sees }, y lo que escribes queda con quienes lo leen. El nombre de la sala no dice nada de qué se trata.

    Hay tiempo hasta el { $until }. No contestar también está bien, y nadie ve lo que tocas.
private-fizzled =
    Algo que pediste no llegó a formarse esta vez. Eso no dice nada de ti, y vas al frente de la fila. No hay nada que hacer; Mis círculos tiene el resto.
    .preview = Unas palabras mías, cuando quieras
private-room-failed =
    Algo que pediste estaba listo, pero no pude abrirlo. Es cosa nuestra, no tuya. Conservas tu lugar y vas al frente la próxima vez; vuelvo a mirar el { $looks }.
    .preview = Unas palabras mías, cuando quieras
private-closed-alone =
    En algo en lo que estabas solo quedas tú, así que lo cerré. Tu deseo sigue en pie y va al frente de la fila; vuelvo a mirar el { $looks }. Mis círculos tiene el resto.
    .preview = Unas palabras mías, cuando quieras
private-check-in =
    ¿Cómo te va? Con un toque basta, y queda entre tú y yo.
    .preview = Una pregunta pequeña, cuando quieras
private-topic-opened =
    Algo que pediste ya está ahí. Mis círculos lo tiene, cuando estés a solas.
    .preview = Algo que pediste ya está ahí

## La palabra de quien lo sigue

button-word = Dar tu palabra para { $interest }
    .brief = Dar tu palabra
word-ask =
    ¿Por quién das tu palabra, para que pueda sumarse a **{ $interest }**? No se le dice, ni a nadie más: díselo tú si quieres.
word-placeholder = Elige a alguien
word-kept =
    Guardado. Si elige **{ $interest }** por su cuenta, puede sumarse. No se le dice a nadie, y nadie sabe quién dio su palabra.
word-too-many =
    Son las { $most } palabras por semana que puede dar una persona. Nada cambió; la semana que viene hay más.
word-for-oneself =
    La palabra se da por otra persona. Nada cambió.
word-not-yours =
    Aquí no hay nada que tu palabra abriría, así que nada cambió.

## Proponer y apoyar

propose =
    Un tema del que te gustaría hablar con unas pocas personas. Aparece en el tablero sin tu nombre.
    .title = Proponer un tema
    .submit = Proponer
propose-private =
    Un tema, para quienes prefieren que no se les vea con él. Solo lo leen quienes cuidan del bot, sin tu nombre; si lo abren, cuento contigo.
    .title = Proponer algo privado
    .submit = Pasarlo
propose-name = ¿De qué te gustaría hablar?
propose-word-placeholder = ¿Quién puede sumarse?
propose-word-anyone = Quien pueda sumarse a algo privado
propose-word-word = Solo con la palabra de quien lo sigue
propose-unusable =
    Eso no puede ser un tema: un nombre tiene de 1 a { $limit } caracteres. Nada cambió.
propose-exists =
    Ya existe **{ $interest }**, así que no hay nada que proponer. Un toque y te sumas.
propose-near =
    Aquí ya hay algo parecido a «{ $name }». ¿Es uno de estos?
button-propose-anyway = Proponer también el mío
propose-too-many =
    Son los { $most } temas por semana que puede proponer una persona, para que el tablero se pueda leer. Nada cambió; la semana que viene vuelve a haber lugar.
propose-queue-full =
    Ya hay muchos temas propuestos, más de los que nadie lee. Apoyar uno de ellos ayuda; nada cambió.
propose-over =
    Ese tema ya no está propuesto: se abrió, o se dejó ir. Nada cambió.
co-signed =
    Anotado, en privado: te gustaría **{ $interest }**. Se abre cuando a unas pocas personas les gustaría, o cuando dice que sí alguien que cuida del bot, y según haya lugar; los lugares pequeños empiezan con pocos intereses, para que la gente se encuentre.

    Miro una vez al día y, cuando se abre, cuento contigo y te aviso. Nadie ve a quién le gustaría, ni a cuántas personas.
co-sign-back =
    Retirado: ya no cuento contigo para **{ $interest }**, y no se le dijo a nadie.
co-sign-placeholder = Propuesto: también me gustaría
proposed-private =
    Pasado a quienes cuidan del bot: **{ $interest }**, sin tu nombre. Si lo abren, cuento contigo y te aviso con palabras que no revelan nada.

    Se abre solo con su sí, y hasta entonces no aparece en ningún lado.
button-unsign-one = Retirar { $interest }
    .brief = Retirar
topic-opened =
    El tema **{ $interest }** está abierto, y cuento contigo: dijiste que te gustaría. Vuelvo a mirar el { $next }.
    .preview = Un tema que te gustaría está abierto

## En Mis círculos

mine-proposed = { $interest }: propuesto, y te gustaría. Miro una vez al día si puede abrirse.
mine-refused = { $interest }: quienes cuidan del bot dijeron «ahora no» a este. Se puede proponer otra vez más adelante.
mine-archived = { $interest }: ya no se ofrece aquí, así que de este deseo no sale nada. Un círculo que habla sigue.
mine-merged = { $interest }: ahora es parte de { $into }.

## Lo que ven quienes cuidan del bot

command-circles-propose = Proponer algo de que hablar; aparece sin tu nombre
    .name = proponer
    .example = /circles propose pesca
command-steward-interests = Propuestas por contestar, e intereses por archivar, unir o renombrar
    .name = intereses
    .example = /steward interests

steward-interests =
    Solo tú ves esto. Nadie sabe de quién viene una propuesta, ni a cuántas personas les gusta. Por ahora hay lugar para { $most } intereses abiertos; los privados se cuentan aparte.
    .title = Intereses
steward-interests-none =
    Solo tú ves esto. Por el momento no hay nada propuesto. Por ahora hay lugar para { $most } intereses abiertos; los privados se cuentan aparte.
    .title = Intereses
steward-proposed = Propuesto: { $interest }
steward-proposed-private = Propuesto como privado, no aparece en ningún lado: { $interest }
approve-placeholder = Abrir uno de estos
refuse-placeholder = Ahora no, para uno de estos
archive-placeholder = Archivar uno de estos
merge-from-placeholder = ¿Cuál termina?
merge-into-placeholder = ¿En cuál?
alias-of-placeholder = ¿Qué interés?
button-merge = Unir dos
button-alias = Agregar otro nombre
merge =
    Un interés termina, y quienes lo esperan esperan el otro desde ahora. Los círculos que hablan siguen.
    .title = Unir dos intereses
merge-into =
    Entonces **{ $interest }** termina, y quienes lo esperan esperan desde ahora lo que elijas. Los círculos que hablan siguen.
    .title = Unir dos intereses
alias-of =
    Al sumarse, el interés se encontrará también con otro nombre. ¿De cuál se trata?
    .title = Otro nombre
alias =
    Al sumarse, el interés se encontrará también con este nombre.
    .title = Otro nombre
    .submit = Agregar
alias-name = Otro nombre
proposal-approved =
    Bien: **{ $interest }** se abre ahora. Cuento con quienes lo querían, y les aviso.
proposal-waits-for-room = O mejor dicho: en cuanto haya lugar. Por ahora puede haber { $most } intereses abiertos aquí; archivar uno hace lugar, y que haya más personas, también.
proposal-waits-for-people = O mejor dicho: en cuanto se hayan sumado { $people } personas aquí. Con menos se podría adivinar.
proposal-refused =
    Ahora no, entonces: **{ $interest }** ya no está en el tablero. Quien lo propuso lo lee en Mis círculos, y no se le dice a nadie más.
proposal-over =
    Esa ya se contestó, así que nada cambió.
archived =
    Hecho: **{ $interest }** está archivado. Los círculos que hablan siguen, y quienes lo esperan lo leen en Mis círculos. Proponerlo otra vez lo trae de vuelta.
interest-gone =
    Ese interés ya no está, así que nada cambió.
merged =
    Hecho: **{ $interest }** es parte de **{ $into }** ahora, y se encuentra también con su nombre anterior. Quienes esperaban pasaron al otro; los círculos que hablan siguen.
merge-impossible =
    Para eso hacen falta dos intereses distintos, los dos abiertos. Nada cambió.
alias-kept =
    Desde ahora «{ $name }» encuentra **{ $interest }**.
alias-taken =
    «{ $name }» ya encuentra **{ $interest }**, y un nombre significa un solo interés. Nada cambió.
alias-unusable =
    Ese no puede ser otro nombre: tiene de 1 a { $limit } caracteres, y un interés tiene 20 como mucho. Nada cambió.

## Por qué el motor hizo lo que hizo (el panel lateral del sandbox)

why-private-not-yet = Todavía no puede sumarse a algo privado: una misma respuesta, sea cual sea la razón.
why-private-unknown = No hay tal cosa en la lista privada: mostrar la lista.
why-private-needs-word = Se entra con la palabra de quien lo sigue, y no hay ninguna: nada cambia.
why-private-joined = Desea algo privado: guardar el deseo, no decirlo a nadie, no mostrar nada de nuevo.
why-left-private = Retiró un deseo privado: terminarlo en seguida y en silencio.
why-word-kept = La palabra de quien lo sigue: guardarla, y no decirlo a nadie.
why-word-refused = Aquí no se puede dar una palabra, o ya fueron demasiadas: nada cambia.
why-propose-unusable = El nombre está vacío o es demasiado largo: nada cambia.
why-propose-exists = Ese interés ya existe: ofrecerlo.
why-propose-exists-private = Eso ya está en la lista privada: ofrecerlo.
why-propose-near = Ya hay algo casi igual: ofrecer eso primero.
why-propose-too-many = Más propuestas de las que puede tener una persona, o un tablero: nada cambia.
why-propose-over = No hay nada propuesto con ese nombre: nada cambia.
why-co-signed = Le gustaría un tema propuesto: guardarlo, y mirar como pronto un día entero después.
why-co-signed-private = Le gustaría algo privado: pasarlo a quienes cuidan del bot, sin su nombre.
why-co-sign-back = Retiró un apoyo: nada más cambia.
why-proposals-looked = La mirada del día a lo propuesto: abrir lo que puede abrirse, uno por uno, según haya lugar.
why-proposal-approved = Alguien que cuida del bot dijo que sí: se abre en cuanto haya lugar.
why-proposal-refused = Alguien que cuida del bot dijo ahora no: fuera del tablero.
why-archived = Alguien que cuida del bot archivó un interés: fuera del tablero y de toda lista, y sus círculos siguen.
why-merged = Alguien que cuida del bot unió dos intereses: mover los deseos que esperan.
why-merge-impossible = No son dos intereses abiertos distintos: nada cambia.
why-alias-kept = Alguien que cuida del bot le dio otro nombre a un interés.
why-alias-unusable = El nombre no sirve, o ya encuentra un interés: nada cambia.
why-stewards-only = No es alguien que cuida del bot: nada cambia.
