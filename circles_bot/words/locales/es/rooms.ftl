### Lo que se dice en la sala de un círculo y sobre ella: la bienvenida, las preguntas, las consultas, irse, el fin de la temporada.

## La sala

room-welcome =
    { $emoji } Un círculo sobre **{ $interest }**, con { $people }. Lo que se dice aquí queda con quienes lo leen.

    Para empezar, y sin prisa: { $prompt }
    .preview = Tu círculo está abierto
room-welcome-plain =
    { $emoji } Un círculo sobre **{ $interest }**, con { $people }. Lo que se dice aquí queda con quienes lo leen.

    Saluden cuando les venga bien. Sin prisa.
    .preview = Tu círculo está abierto
room-answer = { $answer }
room-prompt = { $prompt }
    .preview = Una pregunta ligera en tu círculo
room-prompt-footer = Solo pregunto cuando esto está tranquilo, y cualquier palabra o toque me aleja un tiempo. Menos de mí: ¿Necesitas algo?
room-tap-over =
    Esa pregunta es de antes, así que este toque no cambió nada. Si quieres decir algo sobre ella, la sala está ahí.
room-not-yours =
    No te encuentro en ese círculo, así que nada cambió.

    Mis círculos muestra dónde estás y lo que sigue.
room-closing =
    Este círculo se cierra aquí. Gracias por el tiempo que se dieron.

    La sala se archiva y nada de lo que hay en ella se pierde. Lo que sigue para ti, y cómo cambiarlo, está en Mis círculos.
    .preview = Este círculo se cierra aquí
room-failed =
    Tu círculo sobre **{ $interest }** estaba listo, pero no pude abrir su sala. Es cosa nuestra, no tuya.

    Conservas tu lugar y vas al frente la próxima vez. Vuelvo a mirar el { $looks }.
    .preview = Novedades de tu círculo
closed-alone =
    En tu círculo sobre **{ $interest }** solo quedas tú, así que cerré su sala.

    Tu deseo sigue en pie y va al frente de la fila. Vuelvo a mirar el { $looks }. Si prefieres descansar, Mis círculos tiene la manera.
    .preview = Novedades de tu círculo
direct-footer = Menos mensajes míos, o ninguno: Mis círculos.

button-need = ¿Necesitas algo?
button-back = Volver

## Irse

circle-left =
    Dejaste el círculo sobre **{ $interest }**. No se lo dije a nadie, y no oirás nada más de él por mí.

    La sala en sí te la dejo a ti. { $leaving_room }
circle-not-for-me =
    Gracias por decirlo. Dejaste el círculo sobre **{ $interest }**; no se lo dije a nadie.

    La sala en sí te la dejo a ti. { $leaving_room } Puedo buscar otras personas con quienes hablar de esto.
leaving-room-discord = Un hilo sigue en tu lista hasta que toques **Abandonar hilo**; eso no le dice nada a nadie.
leaving-room-slack = Slack anuncia quién sale de un canal. Para irte sin ruido, mejor siléncialo en sus notificaciones: se cierra solo al final de la temporada, y con eso ya no estás en él.
leaving-room-elsewhere = Si salir de una sala se anunciara, mejor silénciala: se cierra sola al final de la temporada.
circle-left-already =
    Ya no estás en ese círculo, así que no hay nada que dejar. No oirás nada más de él por mí.
button-find-another = Búscame otro

## Consultas

check-in =
    ¿Cómo te resulta tu círculo sobre **{ $interest }**? Con un toque basta, y queda entre tú y yo.
    .preview = ¿Cómo te resulta tu círculo?
check-in-footer = Como mucho dos de estas por temporada. Deja esta sin contestar y no llega ninguna más hasta la próxima temporada.
check-in-good =
    Me alegra. No hay nada más que hacer.
check-in-quiet =
    Gracias. Algo de calma está bien, y no le digo a nadie que lo dijiste. Cuando más personas lo sienten así, cambio algo con suavidad después de unos días.
check-in-break =
    Tómate tu tiempo. Todo lo mío está en pausa hasta el { $until }, y nada se planea para ti sin preguntar.

    Puedes seguir leyendo y escribiendo en la sala cuando quieras.
check-in-off =
    Gracias por decírmelo. Nadie del círculo ve esto. ¿Qué ayudaría?
check-in-over =
    Esa pregunta ya se contestó o terminó, así que nada cambió. ¿Necesitas algo? está siempre en la sala.

button-check-in-good = Bien
button-check-in-quiet = Se quedó en silencio
button-check-in-not-for-me = No es para mí
button-check-in-break = Necesito una pausa
button-check-in-off = Algo anda mal

## ¿Necesitas algo?

need-menu =
    Solo tú ves esto. ¿Qué ayudaría?
need-menu-after =
    Solo tú ves esto. Ya no estás en este círculo; esto sigue aquí para ti.
need-leave =
    ¿Dejar el círculo sobre **{ $interest }**? No se lo digo a nadie ni pregunto nada, y tu lugar queda libre en seguida.
need-avoid =
    ¿Con quién prefieres no coincidir? No planearé otro círculo para ti con esa persona. No se le dice, y aquí no cambia nada.
avoid-placeholder = Elige a alguien
avoid-somebody = Alguien
avoid-nobody =
    Aquí no hay nadie que elegir, así que nada cambió.
avoided =
    Hecho. Desde ahora no planeo ningún círculo en que coincidan. No se le dice, y nadie lo ve.

    Este círculo sigue como está. Si prefieres dejarlo, eso también es silencioso.
avoided-after =
    Hecho. Desde ahora no planeo ningún círculo en que coincidan. No se le dice, y nadie lo ve.
what-is-this =
    Un círculo pequeño de personas que dijeron que sí a hablar de lo mismo, durante una temporada. No hay roles ni nada que lograr.

    Veo que alguien escribió, nunca qué. Cuando hay silencio quizá haga una pregunta ligera. Al final pregunto si les gustaría seguir, tener una mezcla nueva o descansar.
who-sees-discord =
    Las personas de esta sala, y { $who }. Quien maneja la computadora de este bot ve que el círculo existe.

    Nunca leo lo que se escribe aquí. Lo que escribiste queda con quienes lo leen, también después de que te vayas.
who-could-open =
    { $most ->
        [0] quienes tienen poderes de moderación aquí, que podrían abrirla
       *[other] quienes tienen poderes de moderación aquí ({ $most } como mucho), que podrían abrirla
    }
who-sees-slack =
    Las personas de esta sala. Quienes tienen la propiedad de este espacio de trabajo quizá puedan exportarla. Quien maneja la computadora de este bot ve que el círculo existe.

    Nunca leo lo que se escribe aquí. Lo que escribiste queda con quienes lo leen, también después de que te vayas.
who-sees-sandbox =
    Las personas de esta sala, y tú, porque en este sandbox puedes ser cualquiera. En una plataforma real digo aquí exactamente quién más podría abrirla.

    Nunca leo lo que se escribe aquí. Lo que escribiste queda con quienes lo leen, también después de que te vayas.
who-sees-elsewhere =
    Las personas de esta sala, y quizá quienes administran este lugar; su propia ayuda dice quiénes. Quien maneja la computadora de este bot ve que el círculo existe.

    Nunca leo lo que se escribe aquí. Lo que escribiste queda con quienes lo leen, también después de que te vayas.

button-leave = Dejar este círculo
button-avoid = Mejor no con alguien
button-ask-stewards = Pedir que alguien mire
button-only-telling-you = Solo decírtelo a ti
button-who-sees = ¿Quién puede ver esto?
button-what-is-this = ¿Qué es esto?

## Algo anda mal

concern-kept =
    Gracias por decírmelo. Queda conmigo y no se le dice a nadie. Si se hace pesado, ¿Necesitas algo? en la sala tiene más caminos, en cualquier momento.
concern-passed-on =
    Pido a quienes cuidan del bot y no están en este círculo que miren. Ven lo que escribiste y, si es uno abierto, el interés; no tu nombre. No se le dice a nadie del círculo.

    Si ayuda antes, puedes irte en cualquier momento, en silencio.
concern-no-steward =
    Me gustaría pasarlo, pero no conozco fuera de este círculo a nadie que cuide del bot, así que no se le dijo a nadie.

    Puedes irte en cualquier momento, en silencio, o decirme con quién prefieres no coincidir. Si algo rompe las reglas de este lugar, puedes preguntar directamente a quienes lo administran.
report =
    Alguien de un círculo sobre **{ $interest }** pide que alguien mire. Ábrelo cuando te venga bien; hay tres respuestas listas.
    .preview = Un círculo pide que alguien mire
report-footer = Te llega porque cuidas del bot aquí y no estás en ese círculo. Menos: otra persona puede tomar tu lugar.

## El fin de una temporada

season-question =
    Termina una temporada. ¿Qué les gustaría ahora? Seguir con estas personas, una mezcla nueva, o descansar. Las tres son buenas respuestas.
    .preview = ¿Seguir, una mezcla nueva o descansar?
season-question-quiet =
    Ha estado tranquilo aquí, y está bien. ¿Qué les vendría bien ahora: seguir con estas personas, una mezcla nueva, o descansar? Las tres son buenas respuestas.
    .preview = ¿Seguir, una mezcla nueva o descansar?
season-question-footer = Solo yo veo lo que tocas, y puedes cambiarlo durante unos días. No tocar nada es descansar; un descanso termina cuando tú digas.
season-question-over =
    ¿Seguir, una mezcla nueva o descansar? Eso ya está decidido; Mis círculos muestra lo que sigue para ti.
season-noted-carry-on =
    Anotado: seguir. Puedes cambiarlo hasta el { $until }. Si quieren muy pocas, vuelves a esperar a otras personas.
season-noted-fresh-mix =
    Anotado: una mezcla nueva. Puedes cambiarlo hasta el { $until }. Después busco otras personas para ti.
season-noted-rest =
    Anotado: descansar. Puedes cambiarlo hasta el { $until }. De esto no llega nada mío hasta que toques otra vez.
season-decided =
    Anotado, y con eso contestaron todas: está decidido. La sala y Mis círculos muestran lo que sigue.
season-goes-on =
    Seguimos, hasta el { $until }. No hay nada que hacer; hablen cuando les venga bien.

    Si prefieres que no, ¿Necesitas algo? tiene una salida silenciosa. Mis círculos muestra lo que sigue para ti.
    .preview = Seguimos
season-over =
    Esa pregunta ya terminó, así que nada cambió. Mis círculos muestra lo que sigue para ti.

button-carry-on = Seguir
button-fresh-mix = Una mezcla nueva
button-rest = Descansar

## Por qué el motor hizo lo que hizo (el panel lateral del sandbox)

why-room-opened = La sala está: dar la bienvenida, y mirar unos días después si está tranquila.
why-room-opened-again = La sala nueva está: la temporada sigue en ella.
why-room-known = La sala ya se conoce, o su círculo terminó: nada que hacer.
why-room-not-needed = La sala llegó demasiado tarde: cerrarla otra vez.
why-room-failed = El círculo no pudo abrirse: todas van al frente de la fila, y se les dice.
why-room-gone = La sala fue borrada a propósito: el círculo terminó, sin ruido, y el deseo de cada persona vuelve a esperar.
why-room-opens-again = La sala fue borrada: se abre una nueva para las mismas personas.
why-room-opens-elsewhere = Ya no está el canal bajo el que iba a abrirse: se abre bajo el siguiente mejor.
why-place-gone = Se borró un canal: seguir sin él, y decirlo a quienes cuidan del bot.
why-place-moved = Un canal tiene otro identificador: recordarlo; nada más cambia.
why-place-of-no-matter = Un canal en el que no hay nada nuestro: nada que hacer.
why-post-shown = Guardar dónde está el mensaje, para editarlo después.
why-post-unknown = Aquí no hay tal mensaje: nada que hacer.
why-voice = Se oyó una voz: recordar cuándo, nunca qué dijo.
why-voice-known = Ya se oyó una voz en esta hora: nada que anotar.
why-not-seated = No está en este círculo: nada cambia.
why-tapped = Mostrar el toque a la sala; nunca quién no ha tocado.
why-tap-same = El mismo toque otra vez: nada cambia.
why-tap-over = Esa pregunta terminó o no es suya: nada cambia.
why-circle-left = Se fue: el lugar queda libre y no se le dice a nadie.
why-circle-left-already = Ya se había ido: nada cambia.
why-closed-alone = Una persona sola no es un círculo: cerrarlo, decírselo, y poner su deseo al frente de la fila.
why-room-lively = Se oyeron dos voces o más hace poco: no meterse, y volver a mirar el { $when }.
why-prompt-recent = Hubo una pregunta no hace mucho: dejarlas tranquilas.
why-room-asleep = Más tarde habrá más personas despiertas: esperar esa hora.
why-prompted = La sala está tranquila y casi todas están despiertas: preguntar algo ligero.
why-no-prompt-now = Esta sala no recibe preguntas ahora: nada que hacer.
why-no-prompt-left = Ya tuvieron todas las preguntas que hay: dejarlas tranquilas.
why-changed = Dos o más desearon un cambio hace unos días: pedir casi nada.
why-lapsed = Eso no se envió a tiempo: planearlo de nuevo en lugar de enviarlo tarde.
why-check-in-asked = Su ritmo, la pausa, las horas tranquilas y el presupuesto lo permiten: preguntar cómo va el círculo.
why-check-in-moved = No en horas tranquilas, ni en una pausa, ni por encima del presupuesto: preguntar el { $when }.
why-check-in-stopped = La última consulta quedó sin contestar: ninguna más esta temporada.
why-check-in-not-wanted = Su ritmo no recibe consultas, o no le llega ningún mensaje: dejarla.
why-check-in-not-now = Esta consulta ya no tiene lugar: dejarla.
why-check-in-answered = Anotado, una vez; las demás personas no ven nada.
why-check-in-over = Contestada antes, o terminada: nada cambia.
why-avoided = Desde ahora se las mantiene aparte; solo lo sabe quien lo pidió.
why-avoid-nobody = Aquí no hay tal persona que evitar: nada cambia.
why-concern-kept = Dicho solo al bot: nadie más se entera.
why-concern-passed-on = Pedir que miren a quienes cuidan del bot y no están en ese círculo, sin nombre.
why-concern-no-steward = No se conoce fuera del círculo a nadie que cuide del bot: decirlo.
why-asked-at-season-end = La temporada terminó: preguntar seguir, una mezcla nueva o descansar.
why-asked-after-silence = Las últimas preguntas encontraron silencio: preguntar seguir, una mezcla nueva o descansar.
why-season-not-now = Ya se preguntó, o el círculo terminó: nada que hacer.
why-season-not-asked = Aquí no se pregunta nada ahora: nada cambia.
why-season-answered = Anotado; se decide al llegar el plazo, o cuando hayan contestado todas.
why-season-all-answered = Contestaron todas: decidir ahora, no queda nadie a quien esperar.
why-question-never-shown = La pregunta nunca llegó a la sala: hacerla de nuevo.
why-season-goes-on = Quieren seguir bastantes: una temporada nueva con ellas, y las demás descansan o esperan como eligieron.
why-season-closed = Quieren seguir demasiado pocas: gracias, cerrar, y cada deseo espera o descansa como se eligió.
