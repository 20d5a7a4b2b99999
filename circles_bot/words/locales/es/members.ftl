### Lo que una persona elige para sí, las esperas largas y el volver.

button-about-me = Sobre mí
command-circles-me = Cuánto te llega, a qué horas y en qué idiomas
    .name = yo
    .example = /circles me

about-me =
    Todo esto trata solo de lo que te llega; nadie más lo ve, y aquí no hace falta elegir nada.
    .title = Sobre mí
about-me-saved = Guardado. Vale a partir del próximo mensaje.
about-me-zone = Tu zona horaria, según la entiendo: { $zone }.
about-me-languages = Hablas en: { $languages }. En un círculo siempre se comparte uno.
about-me-footer = Las horas tranquilas y el número de mensajes valen para todo lo que envío sin que lo pidas.
about-me-later =
    Todavía no hay nada sobre ti aquí. Cuando te hayas sumado a algo, puedes elegir aquí cuánto te llega.
about-me-not-possible =
    Esa opción ya no existe. Nada cambió.

prefer-pace = Cuánto te digo
prefer-pace-quiet = Solo invitaciones y respuestas
prefer-pace-light = También una consulta de vez en cuando
prefer-pace-regular = Y una mención cuando llega una pregunta
prefer-messages = Mensajes que puedo enviarte sin que los pidas
prefer-messages-option =
    { $count ->
        [0] Ninguno: entro a mirar por mi cuenta
       *[other] Como mucho { $count } por semana
    }
prefer-circles-at-once = Círculos a la vez
prefer-circles-at-once-option =
    { $count ->
        [0] Ninguno por ahora
        [one] Un círculo a la vez
       *[other] Hasta { $count } círculos a la vez
    }
prefer-ask-first = Antes de que se abra un círculo
prefer-ask-first-yes = Pregúntame cada vez
prefer-ask-first-no = Después del primero, ábrelo sin más
prefer-quiet-from = Las horas tranquilas empiezan
prefer-quiet-from-option = Tranquilo desde { $hour }
prefer-quiet-to = Las horas tranquilas terminan
prefer-quiet-to-option = Tranquilo hasta { $hour }
prefer-languages = Idiomas en que te gusta hablar

still-interested =
    Hace un tiempo dijiste que te gustaría hablar de **{ $interests }**. Todavía no hubo un círculo. ¿Sigo buscando?
still-interested-private =
    Algo que pediste hace un tiempo todavía no llegó a formarse. ¿Sigo buscando?
    .preview = ¿Sigo buscando?
button-still-yes = Sigue buscando
button-still-rest = Que descanse
still-waiting =
    Sigo buscando. Mis círculos muestra cómo va.
still-resting =
    Ahora descansa. Un toque en Mis círculos lo despierta cuando quieras.
still-over =
    Eso ya está resuelto. Mis círculos muestra cómo están las cosas ahora.

mine-still = { $interest }: lleva mucho tiempo esperando. ¿Sigo buscando?
mine-not-yet-few = { $interest }: todavía se va juntando gente, aún no son suficientes. Vuelvo a mirar el { $next }; un segundo interés ayuda.
mine-not-yet-turn = { $interest }: la última vez los números no alcanzaron para todas las personas. Ahora estás más cerca del frente; vuelvo a mirar el { $next }.

why-preference-chosen = Alguien eligió algo para sí: vale a partir del próximo mensaje.
why-preference-refused = No hay tal opción: nada cambia.
why-still-answered = Alguien dijo si todavía le interesa.
why-still-over = Ya no se preguntaba nada: nada cambia.
why-member-gone = Alguien dejó la comunidad: sus lugares quedan libres, sus deseos duermen, y no se le dice a nadie.
why-gone-already = Ya se sabe que se fue: nada cambia.
