### Lo que leen quienes cuidan del bot: ajustes, cómo están las cosas, el mensaje mensual, y una pausa de todo.

stewards-only =
    Esto es para quienes cuidan del bot aquí. Nada cambió.

## Ajustes

settings =
    Lo que se elige aquí vale desde la próxima ocasión: un círculo abierto conserva la temporada con la que empezó.
    .title = Ajustes
    .submit = Guardar
settings-advanced =
    Donde nadie ha cambiado nada, ya está elegido lo habitual.
    .title = Más ajustes
    .submit = Guardar
settings-kept = Guardado. Desde la próxima ocasión:
settings-unchanged = Todo está como estaba; nada cambió.
settings-refused = Nada cambió:
setting-refused = { $setting } es { $value }; se acepta de { $low } a { $high }.
setting-refused-word = { $setting } es { $value }; se acepta uno de { $words }.
setting-refused-zone = La zona horaria es { $value }; se acepta un nombre como Europe/Lisbon.
setting-refused-language = Ese no es ninguno de los idiomas de la lista.
setting-clashes = { $setting } es { $value }, y no va con { $other }: deben ir de menor a mayor.
setting-unknown = No hay ningún ajuste { $value }.
setting-nowhere = En ninguno; no se envía
stewards-place-if-empty = Déjalo vacío para ninguno: entonces no se envía.

setting-circle_size = Tamaño del círculo
setting-circle_size_aim = Tamaño buscado del círculo
setting-circle_size_min = Mínimo en un círculo
setting-circle_size_max = Máximo en un círculo
setting-season = Temporada
setting-quiet_hours = Horas tranquilas
setting-quiet_from_hour = Las horas tranquilas empiezan
setting-quiet_to_hour = Las horas tranquilas terminan
setting-timezone = Zona horaria
setting-language = Idioma que se habla aquí
setting-stewards_place = Canal para el mensaje mensual
setting-pilot_place = Quién puede sumarse
setting-other_organisations = Gente de otras organizaciones
setting-weekly_look_weekday = Día de la mirada semanal
setting-weekly_look_hour = Hora de la mirada semanal
setting-settling = Reposo cuando ya esperan bastantes
setting-invitation_open = Una invitación está abierta
setting-asking_open = Seguir aparte, «con» o una chispa abiertos
setting-quiet_after = Una sala cuenta como tranquila después de
setting-prompt_pause = Entre preguntas en una sala tranquila
setting-prompt_pause_again = Entre preguntas después de una en silencio
setting-silent_prompts_before_question = Preguntas en silencio antes de «¿seguir?»
setting-check_ins = Consultas
setting-unanswered_check_ins_before_stop = Consultas sin contestar antes de que paren
setting-co_signs = Apoyos que abren un interés
setting-active_rooms = Salas abiertas a la vez, como mucho
setting-smallest_group = Mínimo de personas para decir un total
setting-confidential_after = Tiempo aquí antes de algo confidencial
setting-confidential_circles_a_season = Círculos confidenciales por temporada
setting-confidential_left_early = Dejar pronto un círculo confidencial: en
setting-check_ins_kept = Las respuestas a consultas se guardan
setting-activity_kept_after_close = Las horas de actividad se guardan tras cerrar
setting-meetings_kept = Quién conoció a quién se guarda

value-sizes = { $aim } ({ $least }–{ $most })
value-quiet-hours = { $from }–{ $to }
value-no-quiet-hours = Ninguna
value-hours = { $n ->
    [0] en seguida
    [one] { $n } hora
   *[other] { $n } horas
}
value-days = { $n ->
    [one] { $n } día
   *[other] { $n } días
}
value-weeks = { $n ->
    [0] nada
    [one] { $n } semana
   *[other] { $n } semanas
}
value-number = { $n }
value-word = { $value }
value-text = { $value }
weekday-0 = lunes
weekday-1 = martes
weekday-2 = miércoles
weekday-3 = jueves
weekday-4 = viernes
weekday-5 = sábado
weekday-6 = domingo
check-ins-off = Ninguna
check-ins-twice = El día 10, y al final
check-ins-fortnightly = Cada dos semanas
check-ins-weekly = Cada semana
other-organisations-not-matched = No participa
other-organisations-welcome = Puede participar
setting-now-value-hours = { $setting }: { $n ->
    [0] en seguida
    [one] { $n } hora
   *[other] { $n } horas
}
setting-now-value-days = { $setting }: { $n ->
    [one] { $n } día
   *[other] { $n } días
}
setting-now-value-weeks = { $setting }: { $n ->
    [0] nada
    [one] { $n } semana
   *[other] { $n } semanas
}
setting-now-value-number = { $setting }: { $n }
setting-now-value-word = { $setting }: { $value }
setting-now-value-text = { $setting }: { $value }
setting-now-zone = Zona horaria: { $value }
setting-now-language = Idioma que se habla aquí: { $value }. El tablero y las salas lo siguen si tengo palabras en él; si no, van en inglés.
setting-now-monthly = El mensaje mensual llega al canal que elegiste.
setting-now-no-monthly = No se envía ningún mensaje mensual.
setting-now-pilot = Hay una prueba en marcha: por ahora solo pueden sumarse las personas del canal que elegiste. El tablero lo dice, y los deseos y círculos de antes siguen.
setting-now-no-pilot = La prueba terminó: pueden sumarse todas las personas.
button-settings = Ajustes
button-settings-1 = Cuándo miro y pregunto
button-settings-2 = Salas tranquilas
button-settings-3 = Consultas y límites
button-settings-4 = Intereses confidenciales
button-settings-5 = Lo que se guarda
button-settings-6 = Quién puede sumarse
pilot-everybody = Todas las personas
pilot-if-empty = Déjalo vacío para todas las personas, o elige el canal de quienes pueden sumarse.

## Cómo están las cosas

status =
    Solo totales; de menos personas no digo ningún número.
    .title = Cómo están las cosas
status-opted-in = { $total } personas se han sumado.
status-opted-in-few = Se han sumado menos de { $least } personas.
status-waiting = { $total } personas esperan un círculo.
status-waiting-few = Esperan un círculo menos de { $least } personas.
status-no-circles = No hay ningún círculo abierto.
status-few-circles = Hay un círculo abierto o más.
status-circles = Hay { $circles } círculos abiertos, con { $total } personas.
status-mood-good = Los círculos están bien para casi todas las personas que dijeron cómo les va.
status-mood-mixed = Los círculos están bien para la mayoría de quienes dijeron cómo les va; para algunas están callados.
status-mood-quiet = Para muchas de las personas que dijeron cómo les va, los círculos se quedaron en silencio. Quizá ayude una temporada más corta.
status-paused = Todo está en pausa desde el { $since }.
status-pilot = Hay una prueba en marcha: solo pueden sumarse las personas de un canal. Para terminarla, elige «Todas las personas» en /steward settings, Prueba.
status-footer = Solo se cuentan intereses abiertos, y nunca menos de { $least } personas. Si algo parece atascado, quien mantiene el bot lo encuentra con circles-bot status.
preview =
    Si mirara ahora, { $total } personas encontrarían lugar. Nada cambió; miro el { $next }.
preview-few =
    Si mirara ahora, encontrarían lugar menos de { $least } personas. Nada cambió; miro el { $next }.
preview-footer = Solo se cuentan intereses abiertos. Quien se sume o haga una pausa hasta entonces lo cambia.
button-preview = Vista previa
button-status = Cómo están las cosas
button-pause-all = Pausar todo
button-go-on = Seguir

## Una pausa de todo

everything-paused =
    Todo está en pausa. Aquí no envío, planeo ni edito nada hasta que me dejes seguir; los avisos te siguen llegando.

    Las salas abiertas siguen abiertas, y la gente todavía puede sumarse, irse y contestar.
goes-on =
    Sigo. Lo que venció mientras tanto se planea de nuevo, para que no llegue todo junto; vuelvo a mirar el { $next }.

## Removed from a community, and back

asleep =
    Ya no estoy en esta comunidad: nada cambió, y de mí no llega nada.

    Si me agregan otra vez, todo sigue donde estaba. Si no, todo lo que se guarda aquí de cualquiera se borra 30 días después de mi salida. «Olvídame» también funciona ahora.
    .preview = Ya no estoy ahí
back =
    Estoy aquí otra vez, y todo sigue donde estaba. Lo que venció mientras tanto se planea de nuevo, para que no llegue todo junto; vuelvo a mirar el { $next }.
    .preview = Estoy aquí otra vez
why-asleep = El bot no está en esta comunidad: todo duerme, y se borra después de 30 días.
why-back = El bot está otra vez en esta comunidad: lo que venció caducó y se planea de nuevo.

## Mientras todo está en pausa

all-is-paused = Quienes cuidan de mí me pusieron en pausa por ahora: esto queda guardado, y lo que sigue de ello llega cuando me dejen seguir.

## El mensaje mensual

monthly =
    Un mes con círculos, en breve.
    .title = Los círculos este mes
monthly-nothing-needed = No hace falta nada.
monthly-suggest-announce = Una sugerencia: publica el anuncio una vez más; /steward setup lo muestra al final. No hace falta nada más.
monthly-suggest-neighbours = Una sugerencia: la gente espera cosas distintas. Menciona en un canal lo que se va juntando en el tablero, o abre un interés intermedio. No hace falta nada más.
monthly-footer = Esto llega una vez al mes. Para que no llegue, elige «En ninguno» en /steward settings, Consultas y límites.

## Lo que alguien borró

room-deleted =
    Aquí se borró la sala de un círculo. Donde aún hay personas en el círculo se abre una nueva para ellas, y no hace falta nada. Para cerrar una con amabilidad está /steward reports.
    .title = Se borró una sala
    .preview = Se borró una sala
room-did-not-open =
    Un círculo estaba listo, pero su sala no se abrió. /steward setup dice qué me falta en el canal de las salas; hecho de nuevo, lo repara.
    .title = Una sala no se abrió
    .preview = Una sala no se abrió
rooms-place-gone =
    Ya no está el canal bajo el que se abrían las salas. Desde ahora se abren bajo el del tablero; /steward setup elige otro.
    .title = Falta el canal de las salas
    .preview = Falta un canal
board-place-gone =
    Ya no está el canal del tablero. /steward setup pone el tablero en otro; hasta entonces la gente se suma con /circles join.
    .title = Falta el canal del tablero
    .preview = Falta un canal
places-gone =
    Ya no está el canal del tablero y de las salas, así que todo espera. /steward setup elige otro, y todo sigue; no se pierde el deseo de nadie.
    .title = Falta el canal de los círculos
    .preview = Falta un canal
pilot-place-gone =
    Ya no está el canal cuyas personas pueden sumarse por ahora, así que nadie nuevo puede hacerlo. En /steward settings, Prueba, se elige otro o «Todas las personas»; los deseos y los círculos siguen.
    .title = Falta el canal de la prueba
    .preview = Falta un canal
lost-footer = Esto llega como mucho una vez al día, a quienes cuidan de mí aquí. Para que llegue a un canal, nombra uno en /steward settings, Consultas y límites.

## Lo que no se pudo mostrar

board-did-not-come =
    No pude mostrar el tablero en su canal; lo más probable es que no pueda escribir ahí. Hasta entonces la gente se suma con /circles join, y no se pierde el deseo de nadie.
    .title = El tablero no llegó
    .preview = El tablero no llegó
message-did-not-come =
    Había un mensaje para quienes cuidan de mí, y no pude mostrarlo en el canal elegido para eso; lo más probable es que no pueda escribir ahí.
    .title = Un mensaje no llegó
    .preview = Un mensaje no llegó
showing-mend = Para arreglarlo, permíteme ver ese canal y enviar mensajes en él, y luego usa /steward setup.
showing-mend-slack = Para arreglarlo, invítame ahí con /invite, y luego usa /steward setup.
showing-footer = Esto llega como mucho una vez al día, a quienes cuidan de mí aquí, y deja de llegar en cuanto pueda escribir ahí.

## Quienes cuidan del bot, por su nombre

stewards-none =
    Aquí cuida de mí quien tiene ese derecho en la plataforma. Nombra a alguien que también lo haga: ve lo que tú ves, recibe avisos, y se entera una vez, en privado. No se le dice a nadie más.
    .title = Quién cuida de mí
stewards-named =
    Por su nombre, { $people } cuida de mí aquí, además de quienes tienen ese derecho en la plataforma.
    .title = Quién cuida de mí
stewards-name = Nombrar a alguien
stewards-end = Retirarlo a
stewards-somebody = Alguien
stewards-oneself = Ya cuidas de mí; nada cambió.
stewards-enough = Ya hay { $limit } personas por su nombre, que es lo máximo que guardo. Retíraselo antes a una, con /steward team.
named =
    Alguien que cuida de mí aquí te nombró para que también lo hagas, si quieres. No hay nada que tengas que hacer: puedes ver cómo están las cosas y elegir ajustes, y quizá te llegue un aviso en privado.

    No se le dijo a nadie más.
    .title = Tú también puedes cuidar de mí
    .preview = Tú también puedes cuidar de mí
named-footer = Esto llega una sola vez. «Prefiero no hacerlo» lo termina, avisos incluidos; para menos mensajes de cualquier tipo mira /circles me.
button-stewards = Quién cuida de mí
button-step-down = Prefiero no hacerlo
stepped-down =
    De acuerdo, ya no cuidas de mí por tu nombre, y no te llegan avisos. No se le dijo a nadie; las demás personas pueden verlo en su lista.
mine-named = Aquí cuidas de mí, por tu nombre.

## Comandos

command-steward-settings = Tamaño del círculo, temporada, horas tranquilas y lo demás
    .name = ajustes
    .example = /steward settings
command-steward-preview = Cuántas personas tendrían lugar si mirara ahora
    .name = anticipo
    .example = /steward preview
command-steward-status = Cómo están las cosas, en totales
    .name = estado
    .example = /steward status
command-steward-pause = Pausar todo aquí
    .name = pausa
    .example = /steward pause
command-steward-resume = Dejar que todo siga
    .name = reanudar
    .example = /steward resume
command-steward-team = Quién más cuida de mí
    .name = equipo
    .example = /steward team

## Por qué el motor hizo lo que hizo (el panel lateral del sandbox)

why-showing-failed = Un canal no acepta el tablero, o lo que es para quienes cuidan del bot: decirlo a cada persona.
why-stewards-only = No es alguien que cuida del bot: nada cambia.
why-settings-kept = Alguien que cuida del bot eligió ajustes: valen desde la próxima ocasión.
why-settings-refused = Un ajuste está fuera de su rango, o no va con otro: nada cambia.
why-everything-paused = Todo está en pausa: no se envía, planea ni edita nada.
why-goes-on = Todo sigue: lo que venció caducó y se planea de nuevo.
why-monthly = Pasó un mes: decir a quienes cuidan del bot cómo están las cosas, en totales.
why-no-monthly = Quienes cuidan del bot no nombraron un canal para eso: no se envía nada.
why-named = Alguien que cuida del bot nombró a otra persona para que también lo haga; se entera en privado.
why-not-named = Ya nombrada, una misma, demasiadas, o retirado: no sigue nada.
why-naming-ended = Ya no está nombrada: cuenta como diga la plataforma.
why-naming-held = Nombrada, y se le dice cuando las horas tranquilas y el presupuesto lo permitan.
why-naming-told = Nombrada: se le dice una vez, en privado.
